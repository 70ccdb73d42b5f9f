package dev.airgap.installer.controlplane;

import dev.airgap.archive.VerifiedBundle;
import dev.airgap.helm.ChartDefaults;
import dev.airgap.helm.HelmException;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.receipt.ClientImage;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.ChartEntry;
import dev.airgap.manifest.ChartRole;
import java.util.Optional;

/**
 * What a verified bundle and the cluster give to a chart.
 *
 * @param chart its packed bytes
 * @param defaults the keys that this version of it knows
 * @param kubernetes the cluster's version
 * @param clientImage with the site's CA, where it has been made
 */
public record ChartInputs(
    BundleManifest manifest,
    byte[] chart,
    ChartDefaults defaults,
    String kubernetes,
    Optional<ClientImage> clientImage) {
  /** Without the client image that an install makes. */
  public ChartInputs(
      BundleManifest manifest, byte[] chart, ChartDefaults defaults, String kubernetes) {
    this(manifest, chart, defaults, kubernetes, Optional.empty());
  }

  /** The same with the client image that trusts the site, where it has been made. */
  public ChartInputs with(Optional<ClientImage> made) {
    return new ChartInputs(manifest, chart, defaults, kubernetes, made);
  }

  public static ChartInputs of(VerifiedBundle bundle, ChartRole role, Cluster cluster)
      throws ClusterException, HelmException {
    ChartEntry entry =
        bundle.manifest().charts().stream()
            .filter(chart -> chart.role() == role)
            .findFirst()
            .orElseThrow(() -> new ClusterException("the bundle has no chart for " + role.word()));
    byte[] chart = bundle.chart(entry);
    return new ChartInputs(bundle.manifest(), chart, ChartDefaults.of(chart), cluster.version());
  }
}
