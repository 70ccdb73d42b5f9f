package dev.airgap.bundler.spec;

import dev.airgap.bundler.catalogue.ChartRequest;
import dev.airgap.bundler.catalogue.ImageRequest;
import dev.airgap.manifest.BundlePath;
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
    List<ImageRequest> images = new SpecImages(yaml, problems).read(versions, sources);
    List<ChartRequest> charts = new SpecCharts(yaml, folder, problems).read(versions, sources);
    sources.ifPresent(s -> s.rejectUnknown(problems));
    return new Parts(images, charts, documents(), registries());
  }

  /** Reads what can be read without versions, so that its problems are said as well. */
  Parts readWithout() {
    yaml.optionalMapping("sources", problems);
    return new Parts(
        new SpecImages(yaml, problems).further(),
        new SpecCharts(yaml, folder, problems).further(),
        documents(),
        registries());
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
