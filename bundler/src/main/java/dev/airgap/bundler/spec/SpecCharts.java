package dev.airgap.bundler.spec;

import dev.airgap.bundler.catalogue.Catalogue;
import dev.airgap.bundler.catalogue.ChartRequest;
import dev.airgap.bundler.catalogue.ChartRequest.ChartSource;
import dev.airgap.manifest.ChartRole;
import dev.airgap.manifest.ImageReference;
import dev.airgap.manifest.Versions;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The charts of a spec: the product's by the catalogue, and further ones that are only carried. */
final class SpecCharts {
  private static final String OCI = "oci://";

  private final YamlMapping yaml;
  private final Path folder;
  private final Problems problems;

  SpecCharts(YamlMapping yaml, Path folder, Problems problems) {
    this.yaml = yaml;
    this.folder = folder;
    this.problems = problems;
  }

  List<ChartRequest> read(Versions versions, Optional<YamlMapping> sources) {
    String source =
        sources.flatMap(s -> s.optionalText("charts", problems)).orElse(Catalogue.DEFAULT_CHARTS);
    List<ChartRequest> charts = new ArrayList<>(Catalogue.charts(versions, sourceOf(source)));
    requirePrefix(source, sources);
    charts.addAll(further());
    refuseDuplicates(charts);
    return charts;
  }

  private void requirePrefix(String source, Optional<YamlMapping> sources) {
    if (!source.startsWith(OCI)) {
      return;
    }
    try {
      ImageReference.parse(source.substring(OCI.length()) + "/chart");
    } catch (IllegalArgumentException e) {
      problems.add(
          sources.map(s -> s.position("charts")).orElse(yaml.position()),
          "'%s' is no registry prefix such as %s: %s"
              .formatted(source, Catalogue.DEFAULT_CHARTS, e.getMessage()));
    }
  }

  private Function<String, ChartSource> sourceOf(String source) {
    return source.startsWith(OCI)
        ? ignored -> new ChartSource.Registry(source.substring(OCI.length()))
        : file -> new ChartSource.File(folder.resolve(source).resolve(file + ".tgz"));
  }

  /** What stands under {@code charts}. */
  List<ChartRequest> further() {
    List<ChartRequest> found = new ArrayList<>();
    for (String chart : yaml.texts("charts", problems)) {
      further(chart).ifPresent(found::add);
    }
    return found;
  }

  /** A file's name and version are known only once it is read: the resolver looks again. */
  private void refuseDuplicates(List<ChartRequest> charts) {
    Set<String> seen = new HashSet<>();
    for (ChartRequest chart : charts) {
      String file = chart.name() + "-" + chart.version() + ".tgz";
      if (!chart.name().isEmpty() && !seen.add(file.toLowerCase(Locale.ROOT))) {
        problems.add(yaml.position("charts"), "two charts would both become " + file);
      }
    }
  }

  private Optional<ChartRequest> further(String chart) {
    if (!chart.startsWith(OCI)) {
      return Optional.of(
          new ChartRequest("", "", ChartRole.OTHER, new ChartSource.File(folder.resolve(chart))));
    }
    try {
      ImageReference reference = ImageReference.parse(chart.substring(OCI.length()));
      String version = reference.tagIfAny().orElseThrow(IllegalArgumentException::new);
      String path = reference.host() + "/" + reference.repository();
      return Optional.of(
          new ChartRequest(
              reference.baseName(),
              version.replace('_', '+'),
              ChartRole.OTHER,
              new ChartSource.Registry(path.substring(0, path.lastIndexOf('/')))));
    } catch (IllegalArgumentException e) {
      problems.add(
          yaml.position("charts"),
          "'%s' is no chart reference such as oci://registry.example.com/charts/redis:20.1.0"
              .formatted(chart));
      return Optional.empty();
    }
  }
}
