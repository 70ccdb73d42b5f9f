package dev.airgap.installer.site;

import dev.airgap.installer.site.SiteProduct.FirstAccount;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.util.List;
import java.util.Optional;

/** Reads what the open-source edition's server has beside what a workspace has. */
final class ServerReader {
  static final String EITHER =
      "write controlPlane and workspaces for ZenML Pro, or server for the open-source edition";
  private static final String NAMESPACE = "zenml-server";
  private static final String USERNAME = "default";
  private static final String ROOT = "/";
  private static final int MAX_USERNAME = 64;

  private final NameReader names;
  private final SecretReader secrets;
  private final Problems problems;

  ServerReader(NameReader names, SecretReader secrets, Problems problems) {
    this.names = names;
    this.secrets = secrets;
    this.problems = problems;
  }

  /** A site runs one product; what else is wrong with either is said all the same. */
  void requireAlone(YamlMapping file) {
    for (String key : List.of("controlPlane", "workspaces")) {
      if (file.has(key) && file.has("server")) {
        problems.add(
            file.keyPosition(key),
            "'%s' and 'server' do not stand in one site file: controlPlane and workspaces are ZenML Pro, server alone is the open-source edition. Keep what your bundle is (`bundle inspect` says its product)"
                .formatted(key));
      }
    }
  }

  /** The namespace, which the server is called by. */
  String name(YamlMapping server) {
    return server.has("namespace") ? names.namespace(server, "namespace") : NAMESPACE;
  }

  void requireRoot(YamlMapping server) {
    String path = server.optionalText("path", problems).orElse(ROOT);
    if (!path.equals(ROOT)) {
      problems.add(
          server.position("path"),
          "'%s': the server must have a host of its own, since its dashboard asks for its files below / and cannot be moved by rewriting URLs; leave 'path' out, and take another host"
              .formatted(path));
    }
  }

  FirstAccount account(YamlMapping server) {
    Optional<YamlMapping> given = server.optionalMapping("account", problems);
    if (given.isEmpty()) {
      return new FirstAccount(USERNAME, Optional.empty());
    }
    YamlMapping account = given.get();
    FirstAccount first =
        new FirstAccount(
            username(account),
            account.keys().contains("password")
                ? Optional.of(secrets.required(account, "password"))
                : Optional.empty());
    account.rejectUnknown(Remedies.OF_ACCOUNT, problems);
    return first;
  }

  private String username(YamlMapping account) {
    String name = account.optionalText("username", problems).orElse(USERNAME);
    if (name.isBlank()
        || name.length() > MAX_USERNAME
        || name.codePoints().anyMatch(Character::isISOControl)) {
      problems.add(
          account.position("username"),
          "no account can be called so: 1 to %d characters, none of them a control character"
              .formatted(MAX_USERNAME));
    }
    return name;
  }
}
