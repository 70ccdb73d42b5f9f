package dev.airgap.installer.plan;

import dev.airgap.archive.BundleRefusedException;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.WrongClusterException;
import dev.airgap.installer.receipt.Receipt;
import dev.airgap.installer.receipt.Receipts;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.ClusterChoice;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.Release;
import java.util.Optional;

/**
 * Refuses a bundle older than what is here, or another bundle of the same release, and a cluster
 * that the receipt does not know by this address.
 *
 * @param allowDowngrade stands in the receipt when it was used
 */
public record Replay(Cluster cluster, boolean allowDowngrade) {
  void refuse(VerifiedBundle bundle, Site site, Optional<Receipts.Kept> kept)
      throws BundleRefusedException, WrongClusterException {
    if (kept.isPresent()) {
      Receipt here = kept.get().receipt();
      refuseOtherServer(site, here);
      if (!allowDowngrade) {
        refuseOlder(bundle, "installed", here.release(), here.manifest());
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

  /**
   * The rule itself.
   *
   * @param what happened to the last release here: installed or loaded
   */
  public static void refuseOlder(VerifiedBundle bundle, String what, Release here, Digest manifest)
      throws BundleRefusedException {
    Release wanted = bundle.manifest().release();
    int order = wanted.compareTo(here);
    if (order < 0) {
      throw new BundleRefusedException(
          "release %s is older than %s, which is %s here; to go back on purpose, say --allow-downgrade"
              .formatted(wanted, here, what));
    }
    if (order == 0 && !bundle.manifestDigest().equals(manifest)) {
      throw new BundleRefusedException(
          "another bundle of the same release %s is %s here (%s); to replace it, say --allow-downgrade"
              .formatted(wanted, what, manifest));
    }
  }
}
