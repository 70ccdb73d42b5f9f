package dev.airgap.installer.release;

import dev.airgap.helm.Helm;
import dev.airgap.helm.HelmException;
import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.ReleaseState;
import dev.airgap.helm.StoredRelease;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.json.Described;
import dev.airgap.installer.progress.PersonNeededException;
import java.util.List;
import java.util.Map;

/** Brings a release that was left in the middle to where Helm can go on with it. */
final class StuckReleases {
  private final Helm helm;
  private final Cluster cluster;
  private final InstallLease lease;
  private final StoredReleases stored;

  StuckReleases(Helm helm, Cluster cluster, InstallLease lease, StoredReleases stored) {
    this.helm = helm;
    this.cluster = cluster;
    this.lease = lease;
    this.stored = stored;
  }

  /**
   * Does what the rule says, short of installing or upgrading.
   *
   * @throws PersonNeededException if it would delete a volume: nothing was changed
   */
  void free(ReleaseState there, NextStep step)
      throws HelmException, ClusterException, PersonNeededException {
    if (step.uninstalls()) {
      requireNoVolumes(there);
      lease.requireHeld();
      helm.uninstall(there.release(), cluster.kubeconfig());
    } else if (step == NextStep.FREE_AND_UPGRADE) {
      lease.requireHeld();
      cluster.markHelmRelease(
          there.release().namespace(),
          StoredRelease.secretName(there.release(), there.revision()),
          StoredRelease.KEY,
          StoredRelease.failed(there.release(), stored.content(there)));
    }
  }

  private void requireNoVolumes(ReleaseState there)
      throws ClusterException, HelmException, PersonNeededException {
    HelmRelease release = there.release();
    List<String> volumes =
        stored.claimed(release, stored.objects(there)).entrySet().stream()
            .filter(claim -> !isKept(new Described(claim.getValue())))
            .map(Map.Entry::getKey)
            .toList();
    if (!volumes.isEmpty()) {
      throw new PersonNeededException(
          "the release %s is %s and has to be uninstalled before it is installed anew, which would delete its volume%s %s. Copy the data that is wanted, then: helm -n %s uninstall %s; then run the same command again"
              .formatted(
                  release,
                  there.status(),
                  volumes.size() == 1 ? "" : "s",
                  String.join(", ", volumes),
                  release.namespace(),
                  release.name()));
    }
  }

  /** Whether the chart says that Helm leaves it alone. */
  static boolean isKept(Described object) {
    return object.text("metadata", "annotations", "helm.sh/resource-policy").equals("keep");
  }
}
