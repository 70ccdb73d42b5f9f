package dev.airgap.installer.release;

import dev.airgap.helm.HelmRelease;
import dev.airgap.installer.cluster.RunningContainer;
import dev.airgap.installer.cluster.Workload;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A release as Helm keeps it, with what of it runs or ran.
 *
 * @param revision counted from 1
 * @param workloads whose pods run for as long as the release is there
 * @param hooks whose pods ran while this revision was made
 * @param ran the containers of those hooks, as they were seen then
 * @param differences between what passed the gate and what Helm stored; empty if there is none
 * @param changed whether this run changed anything of it
 */
public record InstalledRelease(
    HelmRelease release,
    int revision,
    Set<Workload> workloads,
    Set<Workload> hooks,
    List<RunningContainer> ran,
    List<String> differences,
    boolean changed) {
  public InstalledRelease {
    workloads = new TreeSet<>(workloads);
    hooks = new TreeSet<>(hooks);
    ran = List.copyOf(ran);
    differences = List.copyOf(differences);
  }

  /** Whether pods of this workload are the release's own. */
  public boolean owns(Workload workload) {
    return workloads.contains(workload) || hooks.contains(workload);
  }
}
