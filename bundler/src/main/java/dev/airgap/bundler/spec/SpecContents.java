package dev.airgap.bundler.spec;

import dev.airgap.bundler.catalogue.Catalogue;
import dev.airgap.bundler.catalogue.ChartRequest;
import dev.airgap.bundler.catalogue.ChartRequest.ChartSource;
import dev.airgap.bundler.catalogue.ImageRequest;
import dev.airgap.manifest.BundlePath;
import dev.airgap.manifest.ChartRole;
import dev.airgap.manifest.Grammar;
import dev.airgap.manifest.ImageReference;
import dev.airgap.manifest.ImageRole;
import dev.airgap.manifest.Named;
import dev.airgap.manifest.Versions;
import dev.airgap.pki.Certificates;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.registry.RegistrySettings;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parts of a spec that say what goes in and where it comes from. */
final class SpecContents {
  private static final String OCI = "oci://";

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

  Parts read(Versions versions) {
    Optional<YamlMapping> sources = yaml.optionalMapping("sources", problems);
    String imageSource =
        sources.flatMap(s -> s.optionalText("images", problems)).orElse(Catalogue.ECR);
    String chartSource =
        sources.flatMap(s -> s.optionalText("charts", problems)).orElse(Catalogue.DEFAULT_CHARTS);
    sources.ifPresent(s -> s.rejectUnknown(problems));
    List<ImageRequest> images = new ArrayList<>(catalogued(versions, imageSource, sources));
    images.addAll(furtherImages());
    refuseDuplicates(images);
    List<ChartRequest> charts = new ArrayList<>(Catalogue.charts(versions, sourceOf(chartSource)));
    charts.addAll(furtherCharts());
    return new Parts(images, charts, documents(), registries());
  }

  /** Reads what can be read without versions, so that its problems are said as well. */
  Parts readWithout() {
    yaml.optionalMapping("sources", problems);
    return new Parts(furtherImages(), furtherCharts(), documents(), registries());
  }

  private List<ImageRequest> catalogued(
      Versions versions, String source, Optional<YamlMapping> sources) {
    try {
      return Catalogue.images(versions, source);
    } catch (IllegalArgumentException e) {
      problems.add(
          sources.map(s -> s.position("images")).orElse(yaml.position()),
          "'%s' is none of ecr, gar, or a registry prefix such as registry.example.com/zenml: %s"
              .formatted(source, e.getMessage()));
      return List.of();
    }
  }

  private java.util.function.Function<String, ChartSource> sourceOf(String source) {
    return source.startsWith(OCI)
        ? ignored -> new ChartSource.Registry(source.substring(OCI.length()))
        : file -> new ChartSource.File(folder.resolve(source).resolve(file + ".tgz"));
  }

  private List<ImageRequest> furtherImages() {
    List<ImageRequest> found = new ArrayList<>();
    for (YamlMapping image : yaml.mappings("images", problems)) {
      image.text("source", problems);
      Optional<ImageReference> source = image.optional("source", ImageReference::parse, problems);
      ImageRole role =
          image.optional("role", SpecContents::imageRole, problems).orElse(ImageRole.HELPER);
      Optional<String> name = image.optionalText("name", problems);
      image.rejectUnknown(problems);
      source.flatMap(s -> request(s, name, role, image)).ifPresent(found::add);
    }
    return found;
  }

  private static ImageRole imageRole(String word) {
    return Named.find(ImageRole.class, word)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'%s' is none of %s".formatted(word, Named.words(ImageRole.class))));
  }

  private Optional<ImageRequest> request(
      ImageReference source, Optional<String> name, ImageRole role, YamlMapping image) {
    String target = name.orElse(source.baseName());
    if (!Grammar.isRepository(target)) {
      problems.add(image.position("name"), "'%s' is not a repository name".formatted(target));
      return Optional.empty();
    }
    if (source.tag() == null || source.tag().equals("latest")) {
      problems.add(
          image.position("source"),
          "'%s' needs a tag that stays, as in %s:1.2.3 (a digest may follow: @sha256:…)"
              .formatted(source, source.baseName()));
      return Optional.empty();
    }
    return Optional.of(new ImageRequest(source, target, source.tag(), role));
  }

  private void refuseDuplicates(List<ImageRequest> images) {
    Map<String, ImageRequest> seen = new HashMap<>();
    for (ImageRequest image : images) {
      ImageRequest before = seen.put(image.target(), image);
      if (before != null) {
        problems.add(
            yaml.position("images"),
            "%s and %s would both become %s; give one of them a name of its own (name: …)"
                .formatted(before.source(), image.source(), image.target()));
      }
    }
  }

  private List<ChartRequest> furtherCharts() {
    List<ChartRequest> found = new ArrayList<>();
    for (String chart : yaml.texts("charts", problems)) {
      furtherChart(chart).ifPresentOrElse(found::add, () -> {});
    }
    return found;
  }

  private Optional<ChartRequest> furtherChart(String chart) {
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

  private List<Path> documents() {
    List<Path> found = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String document : yaml.texts("documents", problems)) {
      Path file = folder.resolve(document);
      String name = String.valueOf(file.getFileName());
      if (!Files.isRegularFile(file)) {
        problems.add(yaml.position("documents"), "%s is not there".formatted(file));
      } else if (!BundlePath.isValid(name)) {
        problems.add(
            yaml.position("documents"),
            "a bundle cannot hold the name '%s'; call it '%s'"
                .formatted(
                    name, name.replaceAll("[^A-Za-z0-9._+-]", "_").replaceFirst("^[.+-]+", "")));
      } else if (!names.add(name.toLowerCase(Locale.ROOT))) {
        problems.add(yaml.position("documents"), "two documents are called '%s'".formatted(name));
      } else {
        found.add(file);
      }
    }
    return found;
  }

  private Map<String, RegistrySettings> registries() {
    Map<String, RegistrySettings> found = new HashMap<>();
    Optional<YamlMapping> registries = yaml.optionalMapping("registries", problems);
    registries.ifPresent(all ->
        all.keys()
            .forEach(host ->
                all.optionalMapping(host, problems)
                    .ifPresent(one -> found.put(host, settings(one)))));
    return found;
  }

  private RegistrySettings settings(YamlMapping registry) {
    Optional<String> ca = registry.optionalText("ca", problems);
    boolean plainHttp = registry.flag("plainHttp", false, problems);
    registry.rejectUnknown(problems);
    List<X509Certificate> authorities =
        ca.map(file -> authorities(registry, folder.resolve(file))).orElse(List.of());
    return new RegistrySettings(authorities, plainHttp, Optional.empty());
  }

  private List<X509Certificate> authorities(YamlMapping registry, Path file) {
    try {
      return Certificates.read(file);
    } catch (IOException e) {
      problems.add(registry.position("ca"), "%s cannot be read".formatted(file));
    } catch (UnusableKeyException e) {
      problems.add(registry.position("ca"), String.valueOf(e.getMessage()));
    }
    return List.of();
  }
}
