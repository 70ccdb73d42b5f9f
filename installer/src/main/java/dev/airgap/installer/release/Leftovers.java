package dev.airgap.installer.release;

import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.StoredRelease;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.InstallLease;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Removes what would lie there for ever once a release has succeeded: Helm's revisions but for the
 * last three, since each is a Secret with the values of its time, old passwords among them; and the
 * Secrets of hooks, which are copies of the release's own.
 */
final class Leftovers {
  private static final int HISTORY = 3;
  private static final Pattern REVISION = Pattern.compile(".*\\.v([0-9]{1,9})");

  private final Cluster cluster;
  private final InstallLease lease;

  Leftovers(Cluster cluster, InstallLease lease) {
    this.cluster = cluster;
    this.lease = lease;
  }

  /**
   * @param revision that runs now
   */
  void remove(HelmRelease release, int revision, StoredRelease stored) throws ClusterException {
    lease.requireHeld();
    for (String name :
        cluster.secretNames(release.namespace(), Map.of("owner", "helm", "name", release.name()))) {
      if (isOld(name, release, revision)) {
        cluster.deleteSecret(release.namespace(), name);
      }
    }
    Set<String> own = secrets(stored.objects());
    for (String name : secrets(stored.hooks())) {
      if (!own.contains(name)) {
        cluster.deleteSecret(release.namespace(), name);
      }
    }
  }

  private static boolean isOld(String name, HelmRelease release, int revision) {
    Matcher number = REVISION.matcher(name);
    return number.matches()
        && name.equals(StoredRelease.secretName(release, Integer.parseInt(number.group(1))))
        && Integer.parseInt(number.group(1)) <= revision - HISTORY;
  }

  private static Set<String> secrets(
      List<? extends Map<String, ? extends @Nullable Object>> objects) {
    return objects.stream()
        .filter(object -> "Secret".equals(object.get("kind")))
        .map(object -> object.get("metadata") instanceof Map<?, ?> map ? map.get("name") : null)
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .collect(Collectors.toSet());
  }
}
