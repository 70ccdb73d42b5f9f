package dev.airgap.installer.audit;

import dev.airgap.helm.HelmException;
import dev.airgap.helm.ReleaseState;
import dev.airgap.installer.beside.BesideObject;
import dev.airgap.installer.beside.BesideObjects;
import dev.airgap.installer.beside.ReleasedPart;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.ObjectKind;
import dev.airgap.installer.release.StoredReleases;
import dev.airgap.installer.site.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds what stands beside the releases against what the site file wants there. */
record BesideCheck(Cluster cluster, StoredReleases stored) {
  private static final String AGAIN = "run 'bundle install' again: it puts it right";

  List<Judgement> look(Site site, InstalledSite there) throws ClusterException, HelmException {
    List<Judgement> found = new ArrayList<>();
    for (ReleasedPart part : ReleasedPart.of(site)) {
      Optional<ReleaseState> state =
          there.releases().getOrDefault(part.release(), Optional.empty());
      List<BesideObject> wanted =
          state.isPresent() ? BesideObjects.wanted(part, stored.objects(state.get())) : List.of();
      for (BesideObject object : wanted) {
        found.add(judged(object));
      }
      for (String orphan : new BesideObjects(cluster).orphans(part, wanted)) {
        found.add(
            Judgement.red(
                word(ObjectKind.DISRUPTION_BUDGET),
                part.release().namespace() + "/" + orphan,
                "is one of ours that the site file does not want any more",
                "run 'bundle install' again: it deletes it"));
      }
    }
    return found;
  }

  private Judgement judged(BesideObject wanted) throws ClusterException {
    String check = word(wanted.kind());
    String subject = wanted.namespace() + "/" + wanted.name();
    Optional<Map<String, @Nullable Object>> live = new BesideObjects(cluster).live(wanted);
    if (live.isEmpty()) {
      return Judgement.red(check, subject, "is not there", AGAIN);
    }
    List<String> changed = BesideObjects.differences(wanted, live.get());
    if (!changed.isEmpty()) {
      return Judgement.red(
          check, subject, "is not as the site file wants it: " + String.join(", ", changed), AGAIN);
    }
    return letsNoneMove(live.get())
        ? Judgement.note(
            check,
            subject,
            "lets no pod be moved now: a drain of its node waits",
            "see which of its pods are not ready: kubectl -n %s get pods"
                .formatted(wanted.namespace()))
        : Judgement.ok(check, subject, "is as the site file wants it");
  }

  private static boolean letsNoneMove(Map<String, @Nullable Object> live) {
    return live.get("status") instanceof Map<?, ?> status
        && status.get("disruptionsAllowed") instanceof Number allowed
        && allowed.intValue() == 0;
  }

  private static String word(ObjectKind kind) {
    return kind == ObjectKind.DISRUPTION_BUDGET ? "budget" : "workload manager";
  }
}
