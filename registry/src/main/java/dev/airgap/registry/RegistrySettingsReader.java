package dev.airgap.registry;

import dev.airgap.manifest.Grammar;
import dev.airgap.pki.Certificates;
import dev.airgap.pki.TlsIdentity;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.yaml.PlacedText;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the keys by which spec and site files say how one registry is spoken to: {@code ca}, {@code
 * clientCertificate: {cert, key}}, {@code plainHttp}, {@code verify}, {@code tokenRealm}.
 */
public final class RegistrySettingsReader {
  private final Path folder;
  private final Problems problems;

  /**
   * @param folder that paths are relative to
   */
  public RegistrySettingsReader(Path folder, Problems problems) {
    this.folder = folder;
    this.problems = problems;
  }

  /** Other keys of the mapping are the caller's. */
  public RegistrySettings read(YamlMapping registry) {
    Optional<List<X509Certificate>> ca = registry.optional("ca", this::authorities, problems);
    Optional<TlsIdentity> client =
        registry.optionalMapping("clientCertificate", problems).flatMap(this::identity);
    boolean plainHttp = registry.flag("plainHttp", false, problems);
    boolean verify = registry.flag("verify", true, problems);
    refuseContradictions(registry, plainHttp, verify);
    return new RegistrySettings(
        new TlsSettings(ca.orElse(List.of()), client, verify),
        plainHttp,
        tokenRealms(registry),
        Optional.empty(),
        SettingNames.IN_FILE);
  }

  private void refuseContradictions(YamlMapping registry, boolean plainHttp, boolean verify) {
    if (plainHttp) {
      for (String key : List.of("ca", "clientCertificate", "verify")) {
        if (registry.has(key)) {
          problems.add(
              registry.position("plainHttp"),
              "'plainHttp: true' shows no certificate that '%s' could be for; leave one of them out"
                  .formatted(key));
        }
      }
    } else if (!verify && registry.has("ca")) {
      problems.add(
          registry.position("verify"),
          "'verify: false' looks at no certificate that 'ca' could be for; leave one of them out");
    }
  }

  private List<String> tokenRealms(YamlMapping registry) {
    List<String> hosts = new ArrayList<>();
    for (PlacedText host : registry.texts("tokenRealm", problems)) {
      if (!Grammar.isHost(host.text()) || host.text().contains(":")) {
        problems.add(
            host.position(),
            "'%s' is no host such as auth.example.com: no https://, no port, no path"
                .formatted(host.text()));
      }
      hosts.add(host.text());
    }
    return hosts;
  }

  private Optional<TlsIdentity> identity(YamlMapping client) {
    Optional<Path> certificate = client.required("cert", this::path, problems);
    Optional<Path> key = client.required("key", this::path, problems);
    client.rejectUnknown(problems);
    if (certificate.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(TlsIdentity.read(certificate.get(), key.get()));
    } catch (IOException e) {
      problems.add(
          client.position(), "%s or %s cannot be read".formatted(certificate.get(), key.get()));
    } catch (UnusableKeyException e) {
      problems.add(client.position(), String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  private List<X509Certificate> authorities(String text) {
    Path file = path(text);
    try {
      return Certificates.read(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("%s cannot be read".formatted(file), e);
    } catch (UnusableKeyException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** A name may be none for a file here, as "\u00fc" is where the locale is C. */
  private Path path(String text) {
    try {
      return folder.resolve(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "'%s' can be no file here: %s; a locale such as LC_ALL=C.UTF-8 knows all letters"
              .formatted(text, e.getReason()),
          e);
    }
  }
}
