package dev.airgap.installer.audit;

import dev.airgap.helm.HelmException;
import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.ReleaseState;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.LiveComparison;
import dev.airgap.installer.release.StoredReleases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds each object of the releases, as it is in the cluster now, against what Helm applied. */
record ObjectCheck(Cluster cluster, StoredReleases stored) {
  private static final String CHECK = "object";
  private static final int SHOWN = 5;

  List<Judgement> look(InstalledSite site) throws ClusterException, HelmException {
    List<Judgement> found = new ArrayList<>();
    for (Optional<ReleaseState> state : site.releases().values()) {
      if (state.isPresent()) {
        found.addAll(look(state.get()));
      }
    }
    return found;
  }

  private List<Judgement> look(ReleaseState state) throws ClusterException, HelmException {
    List<Map<String, @Nullable Object>> objects = stored.objects(state);
    boolean scaled =
        objects.stream().anyMatch(o -> "HorizontalPodAutoscaler".equals(o.get("kind")));
    List<Judgement> found = new ArrayList<>();
    for (Map<String, @Nullable Object> object : objects) {
      judged(state.release(), object, scaled).ifPresent(found::add);
    }
    if (found.isEmpty()) {
      found.add(
          Judgement.ok(
              CHECK,
              state.release().toString(),
              "%d objects are as they were applied".formatted(objects.size())));
    }
    return found;
  }

  private Optional<Judgement> judged(
      HelmRelease release, Map<String, @Nullable Object> object, boolean scaled)
      throws ClusterException {
    String kind = String.valueOf(object.get("kind"));
    String name = text(object.get("metadata"), "name").orElse("");
    String namespace = text(object.get("metadata"), "namespace").orElse(release.namespace());
    String subject = "%s %s/%s".formatted(release, kind, name);
    Optional<Map<String, @Nullable Object>> live =
        cluster.object(String.valueOf(object.get("apiVersion")), kind, namespace, name);
    if (live.isEmpty()) {
      return Optional.of(Judgement.red(CHECK, subject, "is gone", again(release)));
    }
    List<String> changed = new ArrayList<>(LiveComparison.differences(object, live.get()));
    if (scaled) {
      changed.remove("spec.replicas"); // the autoscaler's to say
    }
    return changed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Judgement.red(
                CHECK,
                subject,
                "was changed after it was applied: " + shown(changed),
                again(release)));
  }

  private static Optional<String> text(@Nullable Object metadata, String key) {
    return metadata instanceof Map<?, ?> map
        ? Optional.ofNullable(map.get(key)).map(String::valueOf)
        : Optional.empty();
  }

  private static String shown(List<String> changed) {
    List<String> first = changed.subList(0, Math.min(SHOWN, changed.size()));
    int more = changed.size() - first.size();
    return String.join(", ", first) + (more == 0 ? "" : " and %d more".formatted(more));
  }

  /** Without its record the next install upgrades the release, which puts every object right. */
  private static String again(HelmRelease release) {
    return "if nobody meant that: kubectl -n bundle-system delete secret release-%s-%s, then 'bundle install' puts it back"
        .formatted(release.namespace(), release.name());
  }
}
