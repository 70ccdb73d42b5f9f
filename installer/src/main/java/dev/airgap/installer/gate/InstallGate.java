package dev.airgap.installer.gate;

import dev.airgap.helm.ChartRun;
import dev.airgap.helm.Helm;
import dev.airgap.helm.HelmException;
import dev.airgap.helm.Rendering;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Renders what an install would run and holds every image and object against the rules. */
public final class InstallGate {
  private final Helm helm;
  private final BundleManifest manifest;
  private final String prefix;
  private final Set<String> allowedImages;

  /**
   * @param prefix of the target registry
   */
  public InstallGate(Helm helm, BundleManifest manifest, String prefix) {
    this.helm = helm;
    this.manifest = manifest;
    this.prefix = prefix;
    this.allowedImages =
        manifest.images().stream().map(image -> target(prefix, image)).collect(Collectors.toSet());
  }

  /**
   * What the charts render, and all that breaks a rule there.
   *
   * @param renderings in the order of the charts
   */
  public record Inspected(List<Rendering> renderings, List<String> broken) {
    public Inspected {
      renderings = List.copyOf(renderings);
      broken = List.copyOf(broken);
    }
  }

  /** Renders the charts and refuses all that breaks a rule. */
  public List<Rendering> pass(List<ChartRun> runs) throws HelmException, GateRefusal {
    Inspected inspected = inspect(runs);
    if (!inspected.broken().isEmpty()) {
      throw new GateRefusal(inspected.broken());
    }
    return inspected.renderings();
  }

  /** Renders the charts and tells what breaks a rule; nothing may be installed on its word. */
  public Inspected inspect(List<ChartRun> runs) throws HelmException {
    List<Rendering> renderings = helm.renderAll(runs);
    List<String> findings = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      ChartRun run = runs.get(i);
      Rendering rendering = renderings.get(i);
      rendering.images().stream()
          .filter(image -> !allowedImages.contains(image))
          .map(image ->
              "%s would run '%s', which is no image of the bundle in the target registry, named by tag and digest%s"
                  .formatted(run.release(), image, remedy(image)))
          .forEach(findings::add);
      rendering.objects().stream()
          .flatMap(object -> ObjectRules.broken(object, run.release()).stream())
          .forEach(findings::add);
    }
    return new Inspected(renderings, findings);
  }

  private static String repository(String image) {
    try {
      return ImageReference.parse(image).untagged();
    } catch (IllegalArgumentException e) {
      return image;
    }
  }

  private static String target(String prefix, ImageEntry image) {
    return prefix + "/" + image.name() + ":" + image.tag() + "@" + image.digest();
  }

  /** A chart may name an image by where it came from; here it is called otherwise. */
  private String remedy(String image) {
    String called = repository(image);
    return manifest.images().stream()
        .filter(entry -> called.equals(repository(entry.source())))
        .map(entry ->
            "; the bundle has it as %s: name it so in the chart's values (values: in the site file)"
                .formatted(target(prefix, entry)))
        .findFirst()
        .orElse("; it must be in the bundle: add it to images: in the spec, and create a new one");
  }
}
