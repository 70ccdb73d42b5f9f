package dev.airgap.installer.release;

import dev.airgap.helm.ChartRun;
import dev.airgap.helm.Helm;
import dev.airgap.helm.HelmException;
import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.ReleaseState;
import dev.airgap.helm.Rendering;
import dev.airgap.helm.StoredRelease;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.GeneratedSecrets;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.cluster.PodWatch;
import dev.airgap.installer.cluster.RunningContainer;
import dev.airgap.installer.cluster.SecretContent;
import dev.airgap.installer.cluster.Workload;
import dev.airgap.installer.gate.GateRefusal;
import dev.airgap.installer.gate.InstallGate;
import dev.airgap.installer.progress.InstallListener;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.installer.release.ReleaseRecords.Finished;
import dev.airgap.installer.site.Timeouts;
import dev.airgap.manifest.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings one Helm release to a chart and values. It looks first: a release that is deployed with
 * the same chart and values, and that nobody else changed, stays as it is. A release that a killed
 * run left pending or failed is brought on by the rules of {@link NextStep}.
 */
public final class ReleaseInstaller {
  private final Helm helm;
  private final InstallGate gate;
  private final Cluster cluster;
  private final InstallLease lease;
  private final StoredReleases stored;
  private final GeneratedSecrets kept;
  private final InstallListener listener;

  public ReleaseInstaller(
      Helm helm,
      InstallGate gate,
      Cluster cluster,
      InstallLease lease,
      GeneratedSecrets kept,
      InstallListener listener) {
    this.helm = helm;
    this.gate = gate;
    this.cluster = cluster;
    this.lease = lease;
    this.stored = new StoredReleases(helm, cluster);
    this.kept = kept;
    this.listener = listener;
  }

  /**
   * @param referred a Secret that the values refer to; stands there before Helm begins
   * @param limit which Helm was given with the chart
   * @throws GateRefusal if the chart with its final values would break a rule: nothing was changed
   * @throws PersonNeededException if going on would delete a volume: nothing was changed
   */
  public InstalledRelease bringTo(
      ChartRun run, Optional<SecretContent> referred, Timeouts.Limit limit)
      throws HelmException, ClusterException, GateRefusal, PersonNeededException {
    Optional<ReleaseState> there = stored.state(run.release());
    if (there.isPresent() && isAsWanted(run, there.get())) {
      return stored.installed(there.get());
    }
    Rendering passed = gate.pass(List.of(run)).getFirst();
    lease.requireHeld();
    if (referred.isPresent()) {
      cluster.applySecret(referred.get());
    }
    try (PodWatch pods = cluster.pods().watch(run.release().namespace(), listener::warning)) {
      return recorded(run, passed, change(run, there, limit), pods);
    }
  }

  private boolean isAsWanted(ChartRun run, ReleaseState there)
      throws ClusterException, HelmException {
    Optional<Finished> record = ReleaseRecords.read(cluster, run.release());
    return there.isDeployed()
        && record.isPresent()
        && record.get().fingerprint().equals(fingerprint(run))
        && record.get().stored().equals(stored.digest(there));
  }

  private ReleaseState change(ChartRun run, Optional<ReleaseState> there, Timeouts.Limit limit)
      throws HelmException, ClusterException, PersonNeededException {
    NextStep step = NextStep.of(there);
    if (there.isPresent()) {
      new StuckReleases(helm, cluster, lease, stored).free(there.get(), step);
    }
    long begun = System.nanoTime();
    try {
      return step == NextStep.INSTALL || step.uninstalls()
          ? helm.install(run, cluster.kubeconfig())
          : helm.upgrade(run, cluster.kubeconfig());
    } catch (HelmException e) {
      throw HelmFailure.told(e, Duration.ofNanos(System.nanoTime() - begun), limit);
    }
  }

  private InstalledRelease recorded(ChartRun run, Rendering passed, ReleaseState now, PodWatch pods)
      throws ClusterException, HelmException {
    StoredRelease made = stored.read(now);
    HelmRelease release = run.release();
    List<String> differences =
        StoredComparison.differences(
                passed, made, stored.claimed(release, passed.objects()).keySet())
            .stream()
            .map(difference -> release + ": " + difference)
            .toList();
    Set<Workload> hooks = ReleaseWorkloads.hooks(made, now.revision());
    List<RunningContainer> ran =
        pods.seen().stream().filter(container -> hooks.contains(container.workload())).toList();
    boolean allSeen =
        hooks.stream().allMatch(hook -> ran.stream().anyMatch(c -> c.workload().equals(hook)));
    if (differences.isEmpty() && allSeen) {
      new Orphans(cluster, lease, listener).remove(release, now.revision(), made);
      new Leftovers(cluster, lease).remove(release, now.revision(), made);
      ReleaseRecords.write(kept, release, new Finished(fingerprint(run), stored.digest(now), ran));
    }
    return new InstalledRelease(
        release, now.revision(), ReleaseWorkloads.of(made), hooks, ran, differences, true);
  }

  /** The values hold random secrets of ours: nobody finds them again from this digest. */
  private static String fingerprint(ChartRun run) {
    byte[] values = run.values().reveal().getBytes(StandardCharsets.UTF_8);
    return Digest.of(run.chart()).hex() + Digest.of(values).hex();
  }
}
