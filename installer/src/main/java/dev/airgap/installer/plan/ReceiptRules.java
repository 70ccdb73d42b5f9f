package dev.airgap.installer.plan;

import dev.airgap.archive.BundleRefusedException;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.check.Check;
import dev.airgap.installer.check.Finding;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.load.Replay;
import dev.airgap.installer.receipt.Receipt;
import dev.airgap.installer.receipt.Receipts;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.ClusterChoice;
import dev.airgap.manifest.Product;
import java.util.List;
import java.util.Optional;

/**
 * Red for a bundle older than what is here, for another bundle of the same release, for a receipt
 * that cannot be believed, and for a cluster that the receipt does not know by this address.
 *
 * @param allowDowngrade stands in the receipt when it was used
 */
public record ReceiptRules(Cluster cluster, boolean allowDowngrade) {
  private static final String SUBJECT = "what is installed here";

  List<Finding> findings(VerifiedBundle bundle, Site site, Receipts receipts) {
    try {
      Optional<Receipts.Kept> kept = receipts.read();
      return kept.isEmpty()
          ? List.of(Finding.green(Check.RECEIPT, SUBJECT, "nothing yet"))
          : List.of(
              address(site, kept.get().receipt()),
              order(bundle, kept.get().receipt(), kept.get().manifest().product()));
    } catch (BundleRefusedException e) {
      return List.of(Finding.red(Check.RECEIPT, SUBJECT, Finding.words(e), ""));
    } catch (ClusterException e) {
      return List.of(
          Finding.red(
              Check.CLUSTER,
              SUBJECT,
              Finding.words(e),
              "give this user the rights that the line 'rights' names: without them nobody knows"
                  + " what an install would overwrite"));
    }
  }

  private Finding order(VerifiedBundle bundle, Receipt here, Product product) {
    if (product != bundle.manifest().product()) {
      return Finding.red(
          Check.RECEIPT,
          SUBJECT,
          "release %s of product %s; the bundle is of product %s, and neither becomes the other"
              .formatted(here.release(), product.word(), bundle.manifest().product().word()),
          "take the bundle of the product that is here, or the kubeconfig of another cluster: one cluster has one of the two");
    }
    try {
      if (!allowDowngrade) {
        Replay.refuse(bundle, "installed", here.release(), here.manifest());
      }
      return Finding.green(Check.RECEIPT, SUBJECT, "release " + here.release());
    } catch (BundleRefusedException e) {
      return Finding.red(Check.RECEIPT, SUBJECT, Finding.words(e), "");
    }
  }

  private Finding address(Site site, Receipt here) {
    boolean said = site.cluster().flatMap(ClusterChoice::server).isPresent();
    return said || here.server().equals(cluster.server())
        ? Finding.green(Check.CLUSTER_ADDRESS, cluster.server(), "as receipt or site file name it")
        : Finding.red(
            Check.CLUSTER_ADDRESS,
            cluster.server(),
            "the receipt in this cluster was written through %s, the kubeconfig leads to %s"
                .formatted(here.server(), cluster.server()),
            "if both are the same cluster, write cluster: {server: \"%s\"} into the site file"
                .formatted(cluster.server()));
  }
}
