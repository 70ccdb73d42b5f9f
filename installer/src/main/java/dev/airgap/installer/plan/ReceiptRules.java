package dev.airgap.installer.plan;

import dev.airgap.archive.BundleRefusedException;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.WrongClusterException;
import dev.airgap.installer.load.Replay;
import dev.airgap.installer.receipt.Receipt;
import dev.airgap.installer.receipt.Receipts;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.ClusterChoice;
import java.util.Optional;

/**
 * Refuses a bundle older than what is here, or another bundle of the same release, and a cluster
 * that the receipt does not know by this address.
 *
 * @param allowDowngrade stands in the receipt when it was used
 */
public record ReceiptRules(Cluster cluster, boolean allowDowngrade) {
  void refuse(VerifiedBundle bundle, Site site, Optional<Receipts.Kept> kept)
      throws BundleRefusedException, WrongClusterException {
    if (kept.isPresent()) {
      Receipt here = kept.get().receipt();
      refuseOtherServer(site, here);
      if (!allowDowngrade) {
        Replay.refuse(bundle, "installed", here.release(), here.manifest());
      }
    }
  }

  private void refuseOtherServer(Site site, Receipt here) throws WrongClusterException {
    boolean said = site.cluster().flatMap(ClusterChoice::server).isPresent();
    if (!said && !here.server().equals(cluster.server())) {
      throw new WrongClusterException(
          "the receipt in this cluster was written through %s, the kubeconfig leads to %s; if both are the same cluster, write cluster: {server: \"%s\"} into the site file"
              .formatted(here.server(), cluster.server(), cluster.server()));
    }
  }
}
