package dev.airgap.cli;

import dev.airgap.manifest.Grammar;
import dev.airgap.pki.Certificates;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.registry.Login;
import dev.airgap.registry.RegistrySettings;
import dev.airgap.registry.SettingNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** One registry, and how it is spoken to. */
final class RegistryOptions {
  private static final int MAX_PASSWORD = 4096;

  @Option(
      names = "--registry",
      required = true,
      paramLabel = "PREFIX",
      description = "Registry and path that all images go below.")
  private String prefix = "";

  @Option(names = "--ca", paramLabel = "FILE", description = "The registry's CA (PEM).")
  private @Nullable Path ca;

  @Option(names = "--plain-http", description = "Speak HTTP to this registry; it is printed.")
  private boolean plainHttp;

  @Option(names = "--username", description = "Account (else docker's config).")
  private @Nullable String username;

  @Option(names = "--password-file", paramLabel = "FILE", description = "Its password.")
  private @Nullable Path passwordFile;

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

  void announce(Console console) {
    if (plainHttp) {
      console.warn("--plain-http: nothing proves that this is the registry");
    }
  }

  RegistrySettings settings(Surroundings surroundings)
      throws IOException, UnusableKeyException, UsageException {
    List<X509Certificate> authorities = ca == null ? List.of() : Certificates.read(ca);
    return new RegistrySettings(
        authorities, plainHttp, login(surroundings), SettingNames.AS_OPTIONS);
  }

  private Optional<Login> login(Surroundings surroundings) throws IOException, UsageException {
    if (username == null && passwordFile == null) {
      return Optional.empty();
    }
    if (username == null || passwordFile == null) {
      throw new UsageException("--username and --password-file belong together");
    }
    if (Files.isDirectory(passwordFile)) {
      throw new UsageException(passwordFile + " is a folder, and no file with a password");
    }
    if (Files.size(passwordFile) > MAX_PASSWORD) {
      throw new UsageException(passwordFile + " is too long for a password");
    }
    String password = Files.readString(passwordFile).replaceFirst("\\r?\\n$", "");
    return Optional.of(new Login(username, surroundings.secrets().keep(password)));
  }
}
