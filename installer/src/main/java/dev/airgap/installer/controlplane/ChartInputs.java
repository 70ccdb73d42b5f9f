package dev.airgap.installer.controlplane;

import dev.airgap.archive.VerifiedBundle;
import dev.airgap.helm.ChartDefaults;
import dev.airgap.helm.HelmException;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.ChartEntry;
import dev.airgap.manifest.ChartRole;

/**
 * What a verified bundle and the cluster give to a chart.
 *
 * @param chart its packed bytes
 * @param defaults the keys that this version of it knows
 * @param kubernetes the cluster's version
 */
public record ChartInputs(
    BundleManifest manifest, byte[] chart, ChartDefaults defaults, String kubernetes) {
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
