package dev.airgap.installer.server;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.site.SiteProduct.ZenmlServer;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import dev.airgap.yaml.InvalidFileException;
import java.util.Optional;

/** Whether a server's first account can log in; changes nothing. */
public final class AccountLook {
  private final Cluster cluster;
  private final SecretValues siteSecrets;
  private final RunSecrets secrets;

  public AccountLook(Cluster cluster, SecretValues siteSecrets, RunSecrets secrets) {
    this.cluster = cluster;
    this.siteSecrets = siteSecrets;
    this.secrets = secrets;
  }

  /**
   * Logs in once.
   *
   * @return what is wrong, in words; empty if nothing is
   */
  public Optional<String> trouble(ZenmlServer open, SiteHttps https) throws ClusterException {
    try {
      Optional<Secret> password =
          ServerAccount.password(open.account(), siteSecrets, cluster, secrets);
      if (password.isEmpty()) {
        return Optional.of(
            "nobody has made a password for '%s' here (Secret bundle-system/%s)"
                .formatted(open.account().username(), ServerAccount.RECORD));
      }
      boolean taken =
          new FirstLogin(https, secrets)
              .isTaken(open.server().host(), open.account().username(), password.get());
      return taken ? Optional.empty() : Optional.of(OpenSourceServers.refusal(open));
    } catch (InvalidFileException e) {
      return Optional.of(String.join("; ", e.problems()));
    }
  }
}
