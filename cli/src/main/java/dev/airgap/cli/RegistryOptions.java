package dev.airgap.cli;

import dev.airgap.manifest.Grammar;
import dev.airgap.pki.Certificates;
import dev.airgap.pki.TlsIdentity;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.registry.Login;
import dev.airgap.registry.RegistrySettings;
import dev.airgap.registry.SettingNames;
import dev.airgap.registry.TlsSettings;
import dev.airgap.secrets.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** One registry, and how it is spoken to. A password is never an argument. */
final class RegistryOptions {
  private static final int MAX_PASSWORD = 4096;
  private static final String PASSWORD_VARIABLE = "BUNDLE_REGISTRY_PASSWORD";

  @Option(
      names = "--registry",
      required = true,
      paramLabel = "PREFIX",
      description = "Registry and path that all images go below.")
  private String prefix = "";

  @Option(names = "--ca", paramLabel = "FILE", description = "The registry's CA (PEM).")
  private @Nullable Path ca;

  @Option(
      names = "--client-cert",
      paramLabel = "FILE",
      description = "Certificate chain (PEM) for a registry that wants to see one.")
  private @Nullable Path clientCertificate;

  @Option(names = "--client-key", paramLabel = "FILE", description = "Its key (PEM).")
  private @Nullable Path clientKey;

  @Option(names = "--plain-http", description = "Speak HTTP to this registry; it is printed.")
  private boolean plainHttp;

  @Option(
      names = "--token-realm",
      paramLabel = "HOST",
      description = "Another host whose token service may get the registry's password.")
  private List<String> tokenRealms = new ArrayList<>();

  @Option(names = "--username", description = "Account (else docker's config, podman's auth.json).")
  private @Nullable String username;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Its password (else " + PASSWORD_VARIABLE + ").")
  private @Nullable Path passwordFile;

  @Option(names = "--password-stdin", description = "Its password, from standard input.")
  private boolean passwordStdin;

  String prefix() {
    return prefix;
  }

  /** The registry's host, of a prefix that is one. */
  String host() throws UsageException {
    if (prefix.contains("@")) {
      throw new UsageException(
          "--registry has an @: what stands before it may be a password, and is not shown here."
              + " Give a registry and a path alone, and the account with --username and"
              + " --password-file");
    }
    int slash = prefix.indexOf('/');
    if (slash < 1
        || !Grammar.isHost(prefix.substring(0, slash))
        || !Grammar.isRepository(prefix.substring(slash + 1))) {
      throw new UsageException(
          "--registry %s: give a registry and a path, such as registry.example.internal/zenml"
              .formatted(prefix));
    }
    return prefix.substring(0, slash);
  }

  /** The settings, read once; what is weak is printed. */
  RegistrySettings settings(Surroundings surroundings)
      throws IOException, UnusableKeyException, UsageException {
    if (plainHttp) {
      surroundings.console().warn("--plain-http: nothing proves that this is the registry");
    }
    for (String host : tokenRealms) {
      if (!Grammar.isHost(host) || host.contains(":")) {
        throw new UsageException(
            "--token-realm %s: give a host such as auth.example.com, without https://, port or path"
                .formatted(host));
      }
    }
    List<X509Certificate> authorities = ca == null ? List.of() : Certificates.read(ca);
    return new RegistrySettings(
        new TlsSettings(authorities, client(), true),
        plainHttp,
        tokenRealms,
        login(surroundings),
        SettingNames.AS_OPTIONS);
  }

  private Optional<TlsIdentity> client() throws IOException, UnusableKeyException, UsageException {
    if (clientCertificate != null && clientKey != null) {
      return Optional.of(TlsIdentity.read(clientCertificate, clientKey));
    }
    if (clientCertificate != null || clientKey != null) {
      throw new UsageException("--client-cert and --client-key belong together");
    }
    return Optional.empty();
  }

  private Optional<Login> login(Surroundings surroundings) throws IOException, UsageException {
    boolean given = passwordFile != null || passwordStdin;
    if (username == null) {
      if (given) {
        throw new UsageException(
            "--username is missing: --password-file and --password-stdin are for its password");
      }
      return Optional.empty();
    }
    if (passwordFile != null && passwordStdin) {
      throw new UsageException("give one of --password-file and --password-stdin, not both");
    }
    return Optional.of(new Login(username, password(surroundings)));
  }

  private Secret password(Surroundings surroundings) throws IOException, UsageException {
    if (passwordStdin) {
      return kept(surroundings, "standard input", System.in);
    }
    if (passwordFile == null) {
      return surroundings
          .variable(PASSWORD_VARIABLE)
          .map(surroundings.secrets()::keep)
          .orElseThrow(() ->
              new UsageException(
                  "--username wants a password: --password-file, --password-stdin, or the variable "
                      + PASSWORD_VARIABLE));
    }
    if (Files.isDirectory(passwordFile)) {
      throw new UsageException(passwordFile + " is a folder, and no file with a password");
    }
    try (InputStream in = Files.newInputStream(passwordFile)) {
      return kept(surroundings, passwordFile.toString(), in);
    }
  }

  /** All but a line's end behind it: a password may hold what it likes. */
  private static Secret kept(Surroundings surroundings, String from, InputStream in)
      throws IOException, UsageException {
    byte[] bytes = in.readNBytes(MAX_PASSWORD + 1);
    if (bytes.length > MAX_PASSWORD) {
      throw new UsageException(from + " is too long for a password");
    }
    String password = new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\r?\\n$", "");
    if (password.isEmpty()) {
      throw new UsageException(from + " is empty: it should hold the password");
    }
    return surroundings.secrets().keep(password);
  }
}
