package dev.airgap.installer.cluster;

import dev.airgap.installer.progress.InstallListener;
import dev.airgap.installer.site.Site;
import dev.airgap.yaml.InvalidFileException;
import java.util.Optional;

/** Makes the site's namespaces, each with the pull secret for the target registry. */
public final class Namespaces {
  /** Name of the pull secret in every namespace. */
  public static final String PULL_SECRET = "bundle-pull";

  private final Cluster cluster;
  private final InstallLease lease;
  private final SecretValues siteSecrets;
  private final InstallListener listener;

  public Namespaces(
      Cluster cluster, InstallLease lease, SecretValues siteSecrets, InstallListener listener) {
    this.cluster = cluster;
    this.lease = lease;
    this.siteSecrets = siteSecrets;
    this.listener = listener;
  }

  /** Returns how many objects were written. */
  public int prepare(Site site) throws ClusterException, InvalidFileException {
    listener.step("namespaces and pull secrets");
    int written = 0;
    for (String namespace : site.namespaces()) {
      lease.requireHeld();
      written += cluster.ensureNamespace(namespace) ? 1 : 0;
      Optional<Site.Account> account = site.registry().pulling();
      if (account.isPresent()) {
        written += cluster.applySecret(pullSecret(namespace, site, account.get())) ? 1 : 0;
      }
    }
    listener.done("namespaces and pull secrets: %d written".formatted(written));
    return written;
  }

  private SecretContent pullSecret(String namespace, Site site, Site.Account account)
      throws ClusterException, InvalidFileException {
    return PullSecrets.of(
        namespace,
        PULL_SECRET,
        site.registry().host(),
        siteSecrets.nameOf(account.username()),
        siteSecrets.of(account.password()));
  }
}
