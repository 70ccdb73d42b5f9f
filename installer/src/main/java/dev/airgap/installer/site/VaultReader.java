package dev.airgap.installer.site;

import dev.airgap.installer.site.SecretsStore.Hashicorp;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads where a Vault is and how a server logs in to it: exactly one way. */
final class VaultReader {
  private static final List<String> LOGINS = List.of("token", "appRole", "aws");
  private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*/?");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.:@/=+-]{1,256}");
  private static final int MOST_VERSIONS = 1000;
  private static final VaultLogin NONE =
      new VaultLogin.AwsRole("", /* headerValue= */ Optional.empty());

  private final SecretReader secrets;
  private final Problems problems;
  private final List<String> warnings;

  VaultReader(SecretReader secrets, Problems problems, List<String> warnings) {
    this.secrets = secrets;
    this.problems = problems;
    this.warnings = warnings;
  }

  /** Keys that nobody knows are the caller's to refuse. */
  Hashicorp read(YamlMapping vault) {
    Optional<URI> address = vault.required("address", VaultReader::address, problems);
    address
        .filter(uri -> uri.getScheme().equals("http"))
        .ifPresent(uri ->
            warnings.add(
                "%s: %s has no TLS: tokens and secrets go in the clear; give Vault a certificate"
                    .formatted(vault.position("address"), uri)));
    return new Hashicorp(
        address.orElse(URI.create("https://vault.invalid")),
        vault.optional("namespace", VaultReader::path, problems),
        vault.optional("mountPoint", VaultReader::path, problems),
        vault.optional("authMountPoint", VaultReader::path, problems),
        versions(vault),
        login(vault));
  }

  private Optional<Integer> versions(YamlMapping vault) {
    Optional<Integer> versions = vault.optionalInteger("maxVersions", problems);
    if (versions.isPresent() && (versions.get() < 1 || versions.get() > MOST_VERSIONS)) {
      problems.add(
          vault.position("maxVersions"),
          "'maxVersions' is %d, and should be 1 to %d".formatted(versions.get(), MOST_VERSIONS));
    }
    return versions;
  }

  private VaultLogin login(YamlMapping vault) {
    if (LOGINS.stream().filter(vault::has).count() != 1) {
      problems.add(vault.position(), "'hashicorp' wants exactly one of " + LOGINS);
    }
    Optional<VaultLogin> appRole = vault.optionalMapping("appRole", problems).map(this::appRole);
    Optional<VaultLogin> aws = vault.optionalMapping("aws", problems).map(this::aws);
    Optional<VaultLogin> token =
        vault.has("token")
            ? Optional.of(new VaultLogin.Token(secrets.required(vault, "token")))
            : Optional.empty();
    return token.or(() -> appRole).or(() -> aws).orElse(NONE);
  }

  private VaultLogin appRole(YamlMapping role) {
    VaultLogin login =
        new VaultLogin.AppRole(
            role.required("roleId", VaultReader::word, problems).orElse(""),
            secrets.required(role, "secretId"));
    role.rejectUnknown(problems);
    return login;
  }

  private VaultLogin aws(YamlMapping aws) {
    VaultLogin login =
        new VaultLogin.AwsRole(
            aws.required("role", VaultReader::word, problems).orElse(""),
            aws.optional("headerValue", VaultReader::word, problems));
    aws.rejectUnknown(problems);
    return login;
  }

  /** What the product appends {@code /v1/…} to. */
  private static URI address(String text) {
    try {
      URI uri = new URI(text.replaceFirst("/$", ""));
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      boolean bare =
          "".equals(uri.getPath())
              && uri.getUserInfo() == null
              && uri.getQuery() == null
              && uri.getFragment() == null;
      if (web && bare && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // said below, without the text: it may hold a password
    }
    throw new IllegalArgumentException(
        "this is no address of a Vault such as https://vault.mycompany.internal:8200");
  }

  private static String path(String text) {
    if (!PATH.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no path in Vault, such as secret or teams/zenml".formatted(text));
    }
    return text.replaceFirst("/$", "");
  }

  private static String word(String text) {
    if (!WORD.matcher(text).matches()) {
      throw new IllegalArgumentException("'%s' is no name in Vault".formatted(text));
    }
    return text;
  }
}
