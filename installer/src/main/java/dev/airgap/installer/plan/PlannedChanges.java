package dev.airgap.installer.plan;

import dev.airgap.helm.HelmException;
import dev.airgap.installer.check.Check;
import dev.airgap.installer.check.Finding;
import dev.airgap.installer.check.PlannedRelease;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.release.StoredReleases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Helm would do to the objects of each release; what it keeps of them it cannot tell. */
record PlannedChanges(StoredReleases stored, ObjectChanges changes) {
  List<ObjectChange> of(List<PlannedRelease> releases, List<Finding> findings) {
    List<ObjectChange> all = new ArrayList<>();
    for (PlannedRelease release : releases) {
      if (release.rendering().objects().isEmpty()) {
        continue; // it could not be rendered, which is a finding
      }
      try {
        all.addAll(changes.of(release, before(release)));
      } catch (ClusterException | HelmException e) {
        findings.add(
            Finding.yellow(
                Check.RELEASE,
                release.release().toString(),
                "what would change in it cannot be told: " + Finding.words(e),
                "helm -n %s get manifest %s"
                    .formatted(release.release().namespace(), release.release().name())));
      }
    }
    return all;
  }

  /** With the volumes that the chart will find, and leave as they are. */
  private List<Map<String, @Nullable Object>> before(PlannedRelease release)
      throws ClusterException, HelmException {
    Map<String, Map<String, @Nullable Object>> volumes =
        stored.claimed(release.release(), release.rendering().objects());
    List<Map<String, @Nullable Object>> before =
        new ArrayList<>(release.there().isEmpty() ? List.of() : stored.all(release.there().get()));
    before.addAll(volumes.values());
    return before;
  }
}
