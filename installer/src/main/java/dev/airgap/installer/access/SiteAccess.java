package dev.airgap.installer.access;

import dev.airgap.archive.BundleRefusedException;
import dev.airgap.installer.access.AccessKit.Images;
import dev.airgap.installer.client.ClientImages;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.receipt.ClientImage;
import dev.airgap.installer.receipt.Receipts;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.tls.SiteAuthority;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.ImageRole;
import dev.airgap.pki.UnusableKeyException;
import java.util.Optional;

/** {@code bundle access}: makes the kit out of what the cluster says was installed. */
public final class SiteAccess {
  private final Cluster cluster;
  private final Receipts receipts;

  public SiteAccess(Cluster cluster, Receipts receipts) {
    this.cluster = cluster;
    this.receipts = receipts;
  }

  /** Only reads. */
  public AccessKit kit(Site site)
      throws ClusterException, BundleRefusedException, UnusableKeyException {
    Receipts.Kept kept =
        receipts
            .read()
            .orElseThrow(() ->
                new ClusterException(
                    "nothing is installed here: %s has no receipt. Run 'bundle install' first, or use the kubeconfig of the right cluster"
                        .formatted(cluster.server())));
    Optional<SiteAuthority> authority = SiteAuthority.read(cluster, site);
    return new AccessKit(site, authority, images(site, kept, authority));
  }

  private static Images images(Site site, Receipts.Kept kept, Optional<SiteAuthority> authority) {
    BundleManifest manifest = kept.manifest();
    Optional<String> base =
        manifest.images().stream()
            .filter(image -> image.role() == ImageRole.CLIENT)
            .findFirst()
            .map(image -> "%s/%s".formatted(site.registry().prefix(), image.reference()));
    return new Images(
        manifest.versions().server(), base, authority.flatMap(ca -> withAuthority(kept, ca)));
  }

  /** One with an earlier CA in it would not help. */
  private static Optional<String> withAuthority(Receipts.Kept kept, SiteAuthority authority) {
    return kept.receipt()
        .clientImage()
        .map(ClientImage::reference)
        .filter(reference -> reference.endsWith(ClientImages.tag("", authority)));
  }
}
