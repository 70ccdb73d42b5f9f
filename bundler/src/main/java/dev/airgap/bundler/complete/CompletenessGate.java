package dev.airgap.bundler.complete;

import dev.airgap.bundler.catalogue.RenderValues;
import dev.airgap.bundler.resolve.ResolvedBundle;
import dev.airgap.bundler.resolve.ResolvedChart;
import dev.airgap.helm.ChartRun;
import dev.airgap.helm.Helm;
import dev.airgap.helm.HelmException;
import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.Rendering;
import dev.airgap.manifest.ChartRole;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.secrets.RunSecrets;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Renders the charts as an install would, and compares what they run with what the bundle has. */
public final class CompletenessGate {
  private static final String KUBERNETES = "v1.34.0";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Helm helm;
  private final RunSecrets secrets;

  public CompletenessGate(Helm helm, RunSecrets secrets) {
    this.helm = helm;
    this.secrets = secrets;
  }

  /**
   * What a person should know of a complete bundle.
   *
   * @param tests images of test pods, which are never run by us and not in the bundle
   * @param renamed images that a chart names outright, each with what carries it: at a site the
   *     chart's values must name that in its place
   */
  public record Complete(SortedSet<String> tests, SortedMap<String, ImageEntry> renamed) {}

  /** Begins to look, and returns at once. */
  public PendingCompleteness begin(ResolvedBundle resolved) {
    return new PendingCompleteness(() -> requireComplete(resolved));
  }

  /**
   * @throws IncompleteBundleException naming every image that is missing, with the line to add
   */
  Complete requireComplete(ResolvedBundle resolved)
      throws HelmException, IncompleteBundleException {
    CarriedImages carried = new CarriedImages(resolved.images());
    SortedSet<String> missing = new TreeSet<>();
    SortedSet<String> tests = new TreeSet<>();
    for (Rendering rendering : helm.renderAll(runs(resolved))) {
      missing.addAll(rendering.images());
      tests.addAll(rendering.testImages());
    }
    missing.removeIf(carried::isPlaced);
    SortedMap<String, ImageEntry> renamed = new TreeMap<>();
    missing.forEach(image -> carried.named(image).ifPresent(entry -> renamed.put(image, entry)));
    missing.removeAll(renamed.keySet());
    if (!missing.isEmpty()) {
      throw new IncompleteBundleException(missing, carried);
    }
    return new Complete(tests, renamed);
  }

  /** The product's charts; others are carried, and installed by nobody here. */
  private List<ChartRun> runs(ResolvedBundle resolved) {
    return resolved.charts().stream()
        .filter(chart -> chart.entry().role() != ChartRole.OTHER)
        .map(this::run)
        .toList();
  }

  private ChartRun run(ResolvedChart chart) {
    String values = Json.of(RenderValues.of(chart.entry().role(), chart.entry().version()));
    return new ChartRun(
        new HelmRelease(chart.entry().name(), "bundle-create"),
        chart.packed(),
        secrets.keep(values),
        KUBERNETES,
        LIMIT);
  }
}
