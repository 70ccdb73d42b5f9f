package dev.airgap.installer.release;

import dev.airgap.helm.HelmException;
import dev.airgap.helm.ReleaseState;
import dev.airgap.helm.StoredRelease;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.json.Json;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values that Helm keeps of a revision; secrets may be among them, so that it never prints. */
public final class StoredValues {
  /** Of a release that is not there. */
  public static final StoredValues NONE = new StoredValues(Map.of());

  private final Map<String, @Nullable Object> values;

  private StoredValues(Map<String, @Nullable Object> values) {
    this.values = values;
  }

  /** Nothing where Helm keeps nothing of it. */
  public static StoredValues of(Cluster cluster, ReleaseState state)
      throws ClusterException, HelmException {
    Optional<byte[]> content =
        cluster
            .secret(
                state.release().namespace(),
                StoredRelease.secretName(state.release(), state.revision()))
            .map(data -> data.getOrDefault(StoredRelease.KEY, new byte[0]));
    return new StoredValues(
        content.isEmpty()
            ? Map.of()
            : Json.readObject(StoredRelease.values(state.release(), content.get()))
                .orElse(Map.of()));
  }

  /** A text below these keys; empty if there is none. */
  public Optional<String> text(String... path) {
    return Json.at(values, path) instanceof String text && !text.isEmpty()
        ? Optional.of(text)
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "the values of a release";
  }
}
