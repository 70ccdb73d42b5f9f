package dev.airgap.bundler.spec;

import dev.airgap.manifest.Grammar;
import dev.airgap.registry.RegistrySettings;
import dev.airgap.registry.RegistrySettingsReader;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a spec says of single registries. */
final class SpecRegistries {
  private final RegistrySettingsReader settings;
  private final Problems problems;

  SpecRegistries(Path folder, Problems problems) {
    this.settings = new RegistrySettingsReader(folder, problems);
    this.problems = problems;
  }

  Map<String, RegistrySettings> read(YamlMapping yaml) {
    Map<String, RegistrySettings> found = new HashMap<>();
    Optional<YamlMapping> registries = yaml.optionalMapping("registries", problems);
    for (String host : registries.map(YamlMapping::keys).orElse(List.of())) {
      requireHost(host, registries.orElseThrow());
      registries
          .flatMap(all -> all.optionalMapping(host, problems))
          .ifPresent(one -> found.put(host, settings(one)));
    }
    return found;
  }

  /** Settings under a name that no image's registry has would never be used, in silence. */
  private void requireHost(String host, YamlMapping registries) {
    if (!Grammar.isHost(host)) {
      problems.add(
          registries.keyPosition(host),
          "'%s' is no registry host such as registry.example.com or localhost:5000: no https://, no path, a port of 1 to 65535"
              .formatted(host));
    }
  }

  private RegistrySettings settings(YamlMapping registry) {
    RegistrySettings read = settings.read(registry);
    registry.rejectUnknown(problems);
    return read;
  }
}
