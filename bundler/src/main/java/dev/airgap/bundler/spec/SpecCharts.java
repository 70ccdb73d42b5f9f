package dev.airgap.bundler.spec;

import dev.airgap.bundler.catalogue.Catalogue;
import dev.airgap.bundler.catalogue.ChartRequest;
import dev.airgap.bundler.catalogue.ChartRequest.ChartSource;
import dev.airgap.helm.ChartIdentity;
import dev.airgap.manifest.ChartRole;
import dev.airgap.manifest.Grammar;
import dev.airgap.manifest.ImageReference;
import dev.airgap.manifest.Versions;
import dev.airgap.yaml.PlacedText;
import dev.airgap.yaml.Position;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The charts of a spec: the product's by the catalogue, and further ones that are only carried. */
final class SpecCharts {
  private final YamlMapping yaml;
  private final Path folder;
  private final Problems problems;
  private final Map<String, String> places = new HashMap<>();

  SpecCharts(YamlMapping yaml, Path folder, Problems problems) {
    this.yaml = yaml;
    this.folder = folder;
    this.problems = problems;
  }

  List<ChartRequest> read(Optional<Versions> versions, SpecSources sources) {
    List<ChartRequest> charts = new ArrayList<>();
    versions.ifPresent(known -> charts.addAll(Catalogue.charts(known, sourceOf(sources.charts()))));
    for (ChartRequest chart : charts) {
      requireThere(chart, sources);
      places.put(file(chart), "a chart of the product");
    }
    for (PlacedText text : yaml.texts("charts", problems)) {
      Optional<ChartRequest> chart = further(text);
      chart.ifPresent(one -> refuseSecond(one, text.position()));
      chart.ifPresent(charts::add);
    }
    return charts;
  }

  private Function<String, ChartSource> sourceOf(String source) {
    return source.startsWith(SpecSources.OCI)
        ? ignored -> new ChartSource.Registry(source.substring(SpecSources.OCI.length()))
        : file -> new ChartSource.File(folder.resolve(source).resolve(file + ".tgz"));
  }

  private void requireThere(ChartRequest chart, SpecSources sources) {
    if (chart.source() instanceof ChartSource.File file) {
      read(() -> LocalChart.identity(file.path()), sources.chartsAt())
          .filter(found ->
              !found.name().equals(chart.name()) || !found.version().equals(chart.version()))
          .ifPresent(found ->
              problems.add(
                  sources.chartsAt(),
                  "%s calls itself %s %s; the versions ask for %s %s"
                      .formatted(
                          file.path(),
                          found.name(),
                          found.version(),
                          chart.name(),
                          chart.version())));
    }
  }

  /** What a chart is called in a bundle, where letter case tells nothing apart. */
  private static String file(ChartRequest chart) {
    return (chart.name() + "-" + chart.version() + ".tgz").toLowerCase(Locale.ROOT);
  }

  private void refuseSecond(ChartRequest chart, Position where) {
    String before = places.putIfAbsent(file(chart), "the chart in line " + where.line());
    if (before != null) {
      problems.add(
          where, "it would become %s, as %s does; leave one out".formatted(file(chart), before));
    }
  }

  private Optional<ChartRequest> further(PlacedText chart) {
    if (chart.text().startsWith(SpecSources.OCI)) {
      return fromRegistry(chart);
    }
    if (chart.text().contains("://")) {
      problems.add(
          chart.position(),
          "'%s' is no chart reference: download it and name the file, or name it in a registry, as in oci://registry.example.com/charts/redis:20.1.0"
              .formatted(chart.text()));
      return Optional.empty();
    }
    return read(() -> fromFile(SpecPath.of(folder, chart.text())), chart.position());
  }

  private static ChartRequest fromFile(Path path) {
    ChartIdentity found = LocalChart.identity(path);
    return new ChartRequest(
        found.name(), found.version(), ChartRole.OTHER, new ChartSource.File(path));
  }

  private <T> Optional<T> read(Supplier<T> reader, Position where) {
    try {
      return Optional.of(reader.get());
    } catch (IllegalArgumentException e) {
      problems.add(where, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<ChartRequest> fromRegistry(PlacedText chart) {
    try {
      return Optional.of(requestOf(chart.text().substring(SpecSources.OCI.length())));
    } catch (IllegalArgumentException e) {
      problems.add(
          chart.position(),
          "'%s' is no chart reference such as oci://registry.example.com/charts/redis:20.1.0: %s"
              .formatted(chart.text(), e.getMessage()));
      return Optional.empty();
    }
  }

  private static ChartRequest requestOf(String text) {
    ImageReference reference = ImageReference.parse(text);
    if (reference.digest() != null) {
      throw new IllegalArgumentException("leave the digest out, bundle.lock keeps it");
    }
    // Helm writes a version's '+' as '_': a tag has no '+' (Helm's OCI conventions).
    String version =
        reference
            .tagIfAny()
            .orElseThrow(() -> new IllegalArgumentException("it has no version"))
            .replace('_', '+');
    if (!Grammar.isChartName(reference.baseName()) || !Grammar.isVersion(version)) {
      throw new IllegalArgumentException("its name or its version can be none of a chart");
    }
    String path = reference.untagged();
    return new ChartRequest(
        reference.baseName(),
        version,
        ChartRole.OTHER,
        new ChartSource.Registry(path.substring(0, path.lastIndexOf('/'))));
  }
}
