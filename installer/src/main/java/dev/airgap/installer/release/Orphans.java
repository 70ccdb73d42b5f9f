package dev.airgap.installer.release;

import dev.airgap.helm.HelmException;
import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.StoredRelease;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.cluster.ObjectKind;
import dev.airgap.installer.json.Described;
import dev.airgap.installer.progress.InstallListener;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Deletes what an earlier revision of a release applied and the present one has not. Helm does that
 * as it upgrades; but where the API server does not answer just then, Helm only logs it, counts the
 * object as deleted, and never looks again: an Ingress would go on leading to a host that moved.
 * Volumes stay, and what a chart says is to be kept.
 */
final class Orphans {
  /** An object by what makes it the same one, whatever the version of its kind. */
  private record Name(String group, String kind, String namespace, String name) {}

  /** The same, as an earlier revision wrote it. */
  private record Applied(Name name, String apiVersion) {}

  private final Cluster cluster;
  private final InstallLease lease;
  private final InstallListener listener;

  Orphans(Cluster cluster, InstallLease lease, InstallListener listener) {
    this.cluster = cluster;
    this.lease = lease;
    this.listener = listener;
  }

  /**
   * @param revision that runs now, and is not looked at
   * @param made what it has
   */
  void remove(HelmRelease release, int revision, StoredRelease made) throws ClusterException {
    Set<Name> present =
        made.all().stream()
            .map(object -> applied(release, new Described(object)).name())
            .collect(Collectors.toSet());
    for (Applied one : earlier(release, StoredRelease.secretName(release, revision))) {
      if (!present.contains(one.name()) && isOurs(one, release)) {
        lease.requireHeld();
        cluster.deleteObject(
            one.apiVersion(), one.name().kind(), one.name().namespace(), one.name().name());
        listener.warning(
            "%s %s/%s was of an earlier revision of %s, and Helm had not deleted it: deleted now"
                .formatted(
                    one.name().kind(), one.name().namespace(), one.name().name(), release.name()));
      }
    }
  }

  private Set<Applied> earlier(HelmRelease release, String now) throws ClusterException {
    Set<Applied> applied = new LinkedHashSet<>();
    for (String secret :
        cluster.secretNames(release.namespace(), Map.of("owner", "helm", "name", release.name()))) {
      if (!secret.equals(now)) {
        objects(release, secret).stream()
            .map(Described::new)
            .filter(object -> !object.text("kind").equals(ObjectKind.CLAIM.kind()))
            .forEach(object -> applied.add(applied(release, object)));
      }
    }
    return applied;
  }

  /** Nothing of a revision that Helm could not read either. */
  private List<Map<String, @Nullable Object>> objects(HelmRelease release, String secret)
      throws ClusterException {
    Optional<byte[]> content =
        cluster
            .secret(release.namespace(), secret)
            .flatMap(data -> Optional.ofNullable(data.get(StoredRelease.KEY)));
    try {
      return content.isPresent() ? StoredRelease.read(release, content.get()).objects() : List.of();
    } catch (HelmException e) {
      listener.warning(
          "the Secret %s/%s cannot be read, so that what it applied was not looked for: %s"
              .formatted(release.namespace(), secret, e.getMessage()));
      return List.of();
    }
  }

  private boolean isOurs(Applied one, HelmRelease release) throws ClusterException {
    Optional<Described> there =
        cluster
            .object(one.apiVersion(), one.name().kind(), one.name().namespace(), one.name().name())
            .map(Described::new);
    return there.isPresent()
        && annotation(there.get(), "meta.helm.sh/release-name").equals(release.name())
        && annotation(there.get(), "meta.helm.sh/release-namespace").equals(release.namespace())
        && !StuckReleases.isKept(there.get());
  }

  private static String annotation(Described object, String name) {
    return object.text("metadata", "annotations", name);
  }

  private static Applied applied(HelmRelease release, Described object) {
    String apiVersion = object.text("apiVersion");
    String namespace = object.text("metadata", "namespace");
    return new Applied(
        new Name(
            apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : "",
            object.text("kind"),
            namespace.isEmpty() ? release.namespace() : namespace,
            object.name()),
        apiVersion);
  }
}
