package dev.airgap.bundler.spec;

import dev.airgap.manifest.Grammar;
import dev.airgap.pki.Certificates;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.registry.RegistrySettings;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a spec says of single registries. */
final class SpecRegistries {
  private final Path folder;
  private final Problems problems;

  SpecRegistries(Path folder, Problems problems) {
    this.folder = folder;
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
    Optional<List<X509Certificate>> ca = registry.optional("ca", this::authorities, problems);
    boolean plainHttp = registry.flag("plainHttp", false, problems);
    registry.rejectUnknown(problems);
    if (registry.has("ca") && plainHttp) {
      problems.add(
          registry.position("plainHttp"),
          "'plainHttp: true' shows no certificate that 'ca' could be for; leave one of them out");
    }
    return new RegistrySettings(ca.orElse(List.of()), plainHttp, Optional.empty());
  }

  private List<X509Certificate> authorities(String text) {
    Path file = SpecPath.of(folder, text);
    try {
      return Certificates.read(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("%s cannot be read".formatted(file), e);
    } catch (UnusableKeyException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
