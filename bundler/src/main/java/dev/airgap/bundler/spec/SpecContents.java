package dev.airgap.bundler.spec;

import dev.airgap.bundler.catalogue.ChartRequest;
import dev.airgap.bundler.catalogue.ImageRequest;
import dev.airgap.manifest.BundlePath;
import dev.airgap.manifest.Versions;
import dev.airgap.registry.RegistrySettings;
import dev.airgap.yaml.PlacedText;
import dev.airgap.yaml.Position;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The parts of a spec that say what goes in and where it comes from. */
final class SpecContents {
  private final YamlMapping yaml;
  private final Path folder;
  private final Problems problems;

  SpecContents(YamlMapping yaml, Path folder, Problems problems) {
    this.yaml = yaml;
    this.folder = folder;
    this.problems = problems;
  }

  /** Images, charts, documents and registries, as far as they could be read. */
  record Parts(
      List<ImageRequest> images,
      List<ChartRequest> charts,
      List<Path> documents,
      Map<String, RegistrySettings> registries) {}

  /** Without versions the product's own images and charts are missing; the rest is read. */
  Parts read(Optional<Versions> versions) {
    SpecSources sources = SpecSources.read(yaml, folder, problems);
    return new Parts(
        new SpecImages(yaml, problems).read(versions, sources),
        new SpecCharts(yaml, folder, problems).read(versions, sources),
        documents(),
        new SpecRegistries(folder, problems).read(yaml));
  }

  private List<Path> documents() {
    List<Path> found = new ArrayList<>();
    Map<String, Position> places = new HashMap<>();
    for (PlacedText document : yaml.texts("documents", problems)) {
      try {
        found.add(document(document, places));
      } catch (IllegalArgumentException e) {
        problems.add(document.position(), String.valueOf(e.getMessage()));
      }
    }
    return found;
  }

  private Path document(PlacedText document, Map<String, Position> places) {
    Path file = SpecPath.of(folder, document.text());
    String name = String.valueOf(file.getFileName());
    if (!Files.isRegularFile(file)) {
      String why = Files.exists(file) ? "%s is no file" : "%s is not there";
      throw new IllegalArgumentException(why.formatted(file));
    }
    if (!BundlePath.isValid(name)) {
      throw new IllegalArgumentException(
          "a bundle cannot hold the name '%s'; call it '%s'"
              .formatted(
                  name, name.replaceAll("[^A-Za-z0-9._+-]", "_").replaceFirst("^[.+-]+", "")));
    }
    Position before = places.putIfAbsent(name.toLowerCase(Locale.ROOT), document.position());
    if (before != null) {
      throw new IllegalArgumentException(
          "two documents are called '%s', here and in line %d; rename one"
              .formatted(name, before.line()));
    }
    return file;
  }
}
