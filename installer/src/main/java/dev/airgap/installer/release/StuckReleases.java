package dev.airgap.installer.release;

import dev.airgap.helm.Helm;
import dev.airgap.helm.HelmException;
import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.ReleaseState;
import dev.airgap.helm.StoredRelease;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.progress.PersonNeededException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Brings a release that was left in the middle to where Helm can go on with it. */
final class StuckReleases {
  /** The annotation of what Helm leaves alone, and its value. */
  static final String POLICY = "helm.sh/resource-policy";

  static final String KEEP = "keep";

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
    Set<String> volumes =
        stored.objects(there).stream()
            .filter(object -> "PersistentVolumeClaim".equals(object.get("kind")))
            .filter(object -> !KEEP.equals(policy(metadata(object))))
            .map(object -> String.valueOf(metadata(object).get("name")))
            .collect(Collectors.toCollection(TreeSet::new));
    volumes.removeAll(absent(release, volumes));
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

  private List<String> absent(HelmRelease release, Set<String> volumes) throws ClusterException {
    List<String> gone = new ArrayList<>();
    for (String volume : volumes) {
      if (cluster.object("v1", "PersistentVolumeClaim", release.namespace(), volume).isEmpty()) {
        gone.add(volume);
      }
    }
    return gone;
  }

  private static Map<?, ?> metadata(Map<String, @Nullable Object> object) {
    return object.get("metadata") instanceof Map<?, ?> metadata ? metadata : Map.of();
  }

  private static @Nullable Object policy(Map<?, ?> metadata) {
    return metadata.get("annotations") instanceof Map<?, ?> annotations
        ? annotations.get(POLICY)
        : null;
  }
}
