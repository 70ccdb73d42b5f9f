package dev.airgap.installer.controlplane;

import dev.airgap.helm.ChartRun;
import dev.airgap.helm.Helm;
import dev.airgap.helm.HelmException;
import dev.airgap.helm.ReleaseState;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.GeneratedSecrets;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.manifest.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Brings one Helm release to a chart and values. It looks first: a release that is deployed with
 * the same chart and values stays as it is. A release that a killed run left pending or failed is
 * brought on: without an earlier revision it is uninstalled and installed anew (the product's data
 * is in databases outside the cluster), else upgraded again.
 */
public final class ReleaseInstaller {
  private static final String DEPLOYED = "deployed";

  private final Helm helm;
  private final Cluster cluster;
  private final InstallLease lease;
  private final GeneratedSecrets records;

  public ReleaseInstaller(
      Helm helm, Cluster cluster, InstallLease lease, GeneratedSecrets records) {
    this.helm = helm;
    this.cluster = cluster;
    this.lease = lease;
    this.records = records;
  }

  /** Returns whether anything was changed. */
  public boolean bringTo(ChartRun run) throws HelmException, ClusterException {
    Optional<ReleaseState> there = helm.status(run.release(), cluster.kubeconfig());
    String fingerprint = fingerprint(run);
    String record = "release-%s-%s".formatted(run.release().namespace(), run.release().name());
    boolean same = fingerprint.equals(records.read(record).get("fingerprint"));
    if (there.isPresent() && there.get().status().equals(DEPLOYED) && same) {
      return false;
    }
    lease.requireHeld();
    change(run, there);
    Map<String, String> values = new TreeMap<>(Map.of("fingerprint", fingerprint));
    records.write(record, values);
    return true;
  }

  private void change(ChartRun run, Optional<ReleaseState> there) throws HelmException {
    boolean neverRan =
        there.isPresent() && there.get().revision() == 1 && !there.get().status().equals(DEPLOYED);
    if (neverRan) {
      helm.uninstall(run.release(), cluster.kubeconfig());
    }
    if (there.isEmpty() || neverRan) {
      helm.install(run, cluster.kubeconfig());
    } else {
      helm.upgrade(run, cluster.kubeconfig());
    }
  }

  /** The values hold random secrets of ours: nobody finds them again from this digest. */
  private static String fingerprint(ChartRun run) {
    byte[] values = run.values().reveal().getBytes(StandardCharsets.UTF_8);
    return Digest.of(run.chart()).hex() + Digest.of(values).hex();
  }
}
