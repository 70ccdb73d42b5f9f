package dev.airgap.installer.audit;

import dev.airgap.helm.HelmException;
import dev.airgap.helm.ReleaseState;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.RunningContainer;
import dev.airgap.installer.cluster.Workload;
import dev.airgap.installer.release.InstalledRelease;
import dev.airgap.installer.release.StoredReleases;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the hooks of each release ended, the migration of its database among them, as they were seen
 * while they ran: the charts delete them afterwards.
 */
record MigrationCheck(StoredReleases stored) {
  private static final String CHECK = "migration";

  List<Judgement> look(InstalledSite site) throws ClusterException, HelmException {
    List<Judgement> found = new ArrayList<>();
    for (Optional<ReleaseState> state : site.releases().values()) {
      if (state.isPresent()) {
        InstalledRelease release = stored.installed(state.get());
        for (Workload hook : release.hooks()) {
          found.add(judged(release, hook));
        }
      }
    }
    return found;
  }

  private static Judgement judged(InstalledRelease release, Workload hook) {
    String subject = release.release() + " " + hook;
    List<RunningContainer> ran =
        release.ran().stream().filter(container -> container.workload().equals(hook)).toList();
    if (ran.isEmpty()) {
      return Judgement.red(
          CHECK,
          subject,
          "nobody saw it run for revision %d".formatted(release.revision()),
          "run 'bundle install' again: it upgrades the release and watches the hook");
    }
    return Judgement.ok(
        CHECK,
        subject,
        "ran for revision %d; its containers were last seen as: %s"
            .formatted(
                release.revision(),
                String.join(", ", ran.stream().map(RunningContainer::state).toList())));
  }
}
