package dev.airgap.installer.server;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.GeneratedSecrets;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.site.SecretSource;
import dev.airgap.installer.site.SiteProduct.FirstAccount;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import dev.airgap.yaml.InvalidFileException;
import java.util.Optional;

/** Where the first account's password is. */
public final class ServerAccount {
  /** The Secret in {@code bundle-system} with all that an install made for the server. */
  static final String RECORD = "server";

  static final String PASSWORD = "accountPassword";

  private ServerAccount() {}

  /** The site's, else one that is made once and kept before the server gets it. */
  static Secret password(FirstAccount account, SecretValues siteSecrets, GeneratedSecrets kept)
      throws ClusterException, InvalidFileException {
    return account.password().isPresent()
        ? siteSecrets.of(account.password().get())
        : kept.getOrMake(RECORD, PASSWORD);
  }

  /** The same for those that only look; empty if none was made yet. */
  static Optional<Secret> password(
      FirstAccount account, SecretValues siteSecrets, Cluster cluster, RunSecrets secrets)
      throws ClusterException, InvalidFileException {
    return account.password().isPresent()
        ? Optional.of(siteSecrets.of(account.password().get()))
        : Optional.ofNullable(GeneratedSecrets.read(cluster, RECORD).get(PASSWORD))
            .map(secrets::keep);
  }

  /** How a person finds it; never what it is. */
  public static String place(FirstAccount account) {
    return account
        .password()
        .map(SecretSource::place)
        .map("what the site file takes from: %s"::formatted)
        .orElse(
            "kubectl -n %s get secret %s -o jsonpath='{.data.%s}' | base64 -d"
                .formatted(GeneratedSecrets.NAMESPACE, RECORD, PASSWORD));
  }
}
