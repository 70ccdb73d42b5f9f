package dev.airgap.installer.plan;

import dev.airgap.installer.beside.BesideObject;
import dev.airgap.installer.beside.BesideObjects;
import dev.airgap.installer.beside.ReleasedPart;
import dev.airgap.installer.check.PlannedRelease;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.site.Site;
import java.util.ArrayList;
import java.util.List;

/** What an install would write beside the releases, one line each. */
record PlannedBeside(Cluster cluster) {
  List<String> of(Site site, List<PlannedRelease> releases) {
    List<String> actions = new ArrayList<>();
    for (ReleasedPart part : ReleasedPart.of(site)) {
      releases.stream()
          .filter(release -> release.release().equals(part.release()))
          .forEach(release -> add(part, release, actions));
    }
    return actions;
  }

  private void add(ReleasedPart part, PlannedRelease release, List<String> actions) {
    BesideObjects beside = new BesideObjects(cluster);
    List<BesideObject> wanted = BesideObjects.wanted(part, release.rendering().objects());
    wanted.forEach(object -> actions.add("object     %s%s".formatted(object, state(object))));
    try {
      beside
          .orphans(part, wanted)
          .forEach(orphan ->
              actions.add(
                  "object     PodDisruptionBudget %s/%s: delete, the site file does not want it any more"
                      .formatted(part.release().namespace(), orphan)));
    } catch (ClusterException e) {
      actions.add(
          "object     PodDisruptionBudgets of %s (this user may not look)"
              .formatted(part.release().namespace()));
    }
  }

  private String state(BesideObject object) {
    try {
      return new BesideObjects(cluster).isAsWanted(object) ? ": is there" : "";
    } catch (ClusterException e) {
      return " (this user may not look)";
    }
  }
}
