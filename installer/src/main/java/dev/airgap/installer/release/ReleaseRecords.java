package dev.airgap.installer.release;

import dev.airgap.helm.HelmRelease;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.GeneratedSecrets;
import dev.airgap.installer.cluster.RunningContainer;
import dev.airgap.installer.cluster.Workload;
import dev.airgap.installer.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the last run that finished a release wrote down about it, in {@code bundle-system}. */
final class ReleaseRecords {
  private static final String FINGERPRINT = "fingerprint";
  private static final String STORED = "stored";
  private static final String RAN = "ran";

  private ReleaseRecords() {}

  /**
   * @param fingerprint of chart and values
   * @param stored digest of what Helm kept then: another one means that somebody else changed it
   * @param ran the containers of the hooks that ran
   */
  record Finished(String fingerprint, String stored, List<RunningContainer> ran) {
    Finished {
      ran = List.copyOf(ran);
    }
  }

  static Optional<Finished> read(Cluster cluster, HelmRelease release) throws ClusterException {
    Map<String, String> values = GeneratedSecrets.read(cluster, name(release));
    return values.containsKey(FINGERPRINT) && values.containsKey(STORED)
        ? Optional.of(
            new Finished(
                values.getOrDefault(FINGERPRINT, ""),
                values.getOrDefault(STORED, ""),
                containers(values.getOrDefault(RAN, "[]"))))
        : Optional.empty();
  }

  static void write(GeneratedSecrets kept, HelmRelease release, Finished record)
      throws ClusterException {
    kept.write(
        name(release),
        Map.of(
            FINGERPRINT, record.fingerprint(),
            STORED, record.stored(),
            RAN, Json.write(record.ran().stream().map(ReleaseRecords::values).toList())));
  }

  private static String name(HelmRelease release) {
    return "release-%s-%s".formatted(release.namespace(), release.name());
  }

  private static Map<String, Object> values(RunningContainer container) {
    Map<String, Object> values = new TreeMap<>();
    values.put("namespace", container.namespace());
    values.put("kind", container.workload().kind());
    values.put("name", container.workload().name());
    values.put("pod", container.pod());
    values.put("container", container.container());
    values.put("image", container.image());
    values.put("imageId", container.imageId());
    values.put("state", container.state());
    values.put("well", container.ready());
    return values;
  }

  private static List<RunningContainer> containers(String json) {
    List<RunningContainer> containers = new ArrayList<>();
    for (Map<String, @Nullable Object> values : Json.readObjects(json).orElse(List.of())) {
      containers.add(
          new RunningContainer(
              text(values, "namespace"),
              new Workload(text(values, "kind"), text(values, "name")),
              text(values, "pod"),
              text(values, "container"),
              text(values, "image"),
              text(values, "imageId"),
              text(values, "state"),
              Boolean.TRUE.equals(values.get("well"))));
    }
    return containers;
  }

  private static String text(Map<String, @Nullable Object> values, String key) {
    return String.valueOf(values.get(key));
  }
}
