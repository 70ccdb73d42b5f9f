package dev.airgap.installer.beside;

import dev.airgap.helm.HelmException;
import dev.airgap.helm.ReleaseState;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.cluster.LiveComparison;
import dev.airgap.installer.cluster.ObjectKind;
import dev.airgap.installer.progress.InstallListener;
import dev.airgap.installer.release.StoredReleases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what no chart makes as the site file says: PodDisruptionBudgets, and what a workload
 * manager has in its namespace. It looks first: what is as wanted is not written again, and a
 * budget that the site file does not want any more is deleted, as long as it bears our label; a
 * namespace never is.
 */
public final class BesideObjects {
  private final Cluster cluster;

  public BesideObjects(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * What shall stand beside a release.
   *
   * @param objects what its chart makes
   */
  public static List<BesideObject> wanted(
      ReleasedPart part, List<? extends Map<String, ? extends @Nullable Object>> objects) {
    return Stream.concat(Budgets.of(part, objects).stream(), Workloads.of(part, objects).stream())
        .toList();
  }

  /**
   * Writes what is missing or otherwise, deletes what nobody wants; after the releases.
   *
   * @param stored what Helm applied: a budget has the selector of the Deployment that runs
   */
  public void keep(
      List<ReleasedPart> parts, StoredReleases stored, InstallLease lease, InstallListener listener)
      throws ClusterException, HelmException {
    int changed = 0;
    for (ReleasedPart part : parts) {
      Optional<ReleaseState> state = stored.state(part.release());
      List<BesideObject> wanted =
          state.isPresent() ? wanted(part, stored.objects(state.get())) : List.of();
      for (BesideObject object : wanted) {
        changed += keep(object, lease) ? 1 : 0;
      }
      for (String orphan : orphans(part, wanted)) {
        lease.requireHeld();
        cluster.deleteObject(ObjectKind.DISRUPTION_BUDGET, part.release().namespace(), orphan);
        changed++;
      }
    }
    if (changed > 0) {
      listener.done("beside the releases: %d objects written or deleted".formatted(changed));
    }
  }

  private boolean keep(BesideObject wanted, InstallLease lease) throws ClusterException {
    if (isAsWanted(wanted)) {
      return false;
    }
    lease.requireHeld();
    cluster.applyObject(wanted.content());
    return true;
  }

  /** Whether it is there with all that is wanted of it. */
  public boolean isAsWanted(BesideObject wanted) throws ClusterException {
    Optional<Map<String, @Nullable Object>> live = live(wanted);
    return live.isPresent() && differences(wanted, live.get()).isEmpty();
  }

  /** As the cluster has it; empty where it is not there. */
  public Optional<Map<String, @Nullable Object>> live(BesideObject wanted) throws ClusterException {
    return cluster.object(
        wanted.kind().apiVersion(), wanted.kind().kind(), wanted.namespace(), wanted.name());
  }

  /** Paths of what is otherwise there, never values. */
  public static List<String> differences(
      BesideObject wanted, Map<String, ? extends @Nullable Object> live) {
    List<String> paths = new ArrayList<>(LiveComparison.differences(wanted.content(), live));
    if (live.get("spec") instanceof Map<?, ?> there
        && wanted.content().get("spec") instanceof Map<?, ?> spec) {
      there.keySet().stream()
          .filter(key -> !spec.containsKey(key))
          .forEach(key -> paths.add("spec." + key));
    }
    return paths;
  }

  /**
   * The names of budgets of ours that nobody wants. Whoever may not list them has written none, so
   * that a site without budgets needs no right to them.
   */
  public List<String> orphans(ReleasedPart part, List<BesideObject> wanted)
      throws ClusterException {
    List<String> names = wanted.stream().map(BesideObject::name).toList();
    try {
      return cluster
          .reading()
          .labelled(
              ObjectKind.DISRUPTION_BUDGET,
              part.release().namespace(),
              BesideObject.LABEL,
              BesideObject.US)
          .stream()
          .map(one -> one.getMetadata().getName())
          .filter(name -> !names.contains(name))
          .toList();
    } catch (ClusterException e) {
      if (part.running().budget().isEmpty()) {
        return List.of();
      }
      throw e;
    }
  }
}
