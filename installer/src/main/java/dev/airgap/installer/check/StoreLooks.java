package dev.airgap.installer.check;

import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.ReleaseState;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.site.SecretsStore;
import dev.airgap.installer.site.SecretsStore.Hashicorp;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.Database;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.installer.workspace.WorkspaceServers;
import dev.airgap.secrets.RunSecrets;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The looks at secrets stores, and at what databases are shown. */
record StoreLooks(Cluster cluster, SecretValues siteSecrets, RunSecrets secrets, Clock clock) {
  List<Look> of(Site site, List<PlannedRelease> releases) {
    List<Look> looks = new ArrayList<>();
    site.parts().forEach(part -> certificate(part.words(), part.database(), looks));
    for (WorkspaceSite server : site.servers()) {
      String part = server.words();
      looks.add(new SecretsStoreLook(cluster, server, there(server, releases), siteSecrets));
      for (SecretsStore store : server.secretsStores().all()) {
        if (store instanceof Hashicorp vault) {
          looks.add(new VaultLook(part, vault, trusted(site, server), siteSecrets, secrets));
        }
      }
    }
    return looks;
  }

  /** What pods trust beside the public authorities. */
  private static List<X509Certificate> trusted(Site site, WorkspaceSite server) {
    List<X509Certificate> trusted = new ArrayList<>(site.tls().trusted());
    trusted.addAll(server.running().outgoing().extraCas());
    return trusted;
  }

  private void certificate(String part, Database database, List<Look> looks) {
    if (database.options().tls().isPresent()) {
      looks.add(new DatabaseCertificateLook(part, database, siteSecrets, secrets, clock));
    }
  }

  private static Optional<ReleaseState> there(
      WorkspaceSite workspace, List<PlannedRelease> releases) {
    HelmRelease release = WorkspaceServers.release(workspace);
    return releases.stream()
        .filter(one -> one.release().equals(release))
        .findFirst()
        .flatMap(PlannedRelease::there);
  }
}
