package dev.airgap.installer.release;

import dev.airgap.helm.Helm;
import dev.airgap.helm.HelmException;
import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.ReleaseState;
import dev.airgap.helm.StoredRelease;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.ObjectKind;
import dev.airgap.installer.json.Described;
import dev.airgap.manifest.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what Helm and earlier runs of ours keep of releases in the cluster. */
public final class StoredReleases {
  private final Helm helm;
  private final Cluster cluster;

  public StoredReleases(Helm helm, Cluster cluster) {
    this.helm = helm;
    this.cluster = cluster;
  }

  /** What Helm knows of it; empty where it knows nothing. */
  public Optional<ReleaseState> state(HelmRelease release) throws HelmException {
    try {
      return helm.status(release, cluster.kubeconfig());
    } catch (HelmException e) {
      throw HelmFailure.told(e);
    }
  }

  /** A release that is there, unchanged, with the hooks that earlier runs saw. */
  public InstalledRelease installed(ReleaseState state) throws ClusterException, HelmException {
    StoredRelease there = read(state);
    return new InstalledRelease(
        state.release(),
        state.revision(),
        ReleaseWorkloads.of(there),
        ReleaseWorkloads.hooks(there, state.revision()),
        ReleaseRecords.read(cluster, state.release())
            .map(ReleaseRecords.Finished::ran)
            .orElse(List.of()),
        List.of(),
        false);
  }

  /** The objects that Helm applied, without its hooks. */
  public List<Map<String, @Nullable Object>> objects(ReleaseState state)
      throws ClusterException, HelmException {
    return read(state).objects();
  }

  /** The same, with the hooks that it ran. */
  public List<Map<String, @Nullable Object>> all(ReleaseState state)
      throws ClusterException, HelmException {
    return read(state).all();
  }

  /**
   * Those of these objects that are volumes and in the cluster, by name. A chart that looks them up
   * leaves them out, so that Helm keeps nothing of them once they are there.
   */
  public Map<String, Map<String, @Nullable Object>> claimed(
      HelmRelease release, List<Map<String, @Nullable Object>> objects) throws ClusterException {
    String kind = ObjectKind.CLAIM.kind();
    String apiVersion = ObjectKind.CLAIM.apiVersion();
    Map<String, Map<String, @Nullable Object>> there = new TreeMap<>();
    for (Map<String, @Nullable Object> object : objects) {
      String name = new Described(object).name();
      if (kind.equals(object.get("kind"))
          && cluster.object(apiVersion, kind, release.namespace(), name).isPresent()) {
        there.put(name, object);
      }
    }
    return there;
  }

  /**
   * Whether Helm keeps, byte for byte, what the last run of ours that finished this release left;
   * empty where none finished it.
   */
  public Optional<Boolean> isAsWeLeftIt(ReleaseState state) throws ClusterException {
    Optional<ReleaseRecords.Finished> record = ReleaseRecords.read(cluster, state.release());
    if (record.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(record.get().stored().equals(digest(state)));
  }

  StoredRelease read(ReleaseState state) throws ClusterException, HelmException {
    return StoredRelease.read(state.release(), content(state));
  }

  /** Another digest of the same revision means that somebody changed what Helm keeps. */
  String digest(ReleaseState state) throws ClusterException {
    return Digest.of(content(state)).toString();
  }

  byte[] content(ReleaseState state) throws ClusterException {
    HelmRelease release = state.release();
    String name = StoredRelease.secretName(release, state.revision());
    byte[] content =
        cluster
            .secret(release.namespace(), name)
            .map(data -> data.get(StoredRelease.KEY))
            .orElse(null);
    if (content == null) {
      throw new ClusterException(
          "Helm keeps nothing of %s: the Secret %s/%s with revision %d is not there"
              .formatted(release, release.namespace(), name, state.revision()));
    }
    return content;
  }
}
