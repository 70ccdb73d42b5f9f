package dev.airgap.installer.release;

import dev.airgap.helm.StoredRelease;
import dev.airgap.installer.cluster.Workload;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The objects of a release that have pods now: not those with a schedule or with no replicas. */
final class ReleaseWorkloads {
  private static final Set<String> KINDS =
      Set.of("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "Pod");

  private ReleaseWorkloads() {}

  static Set<Workload> of(StoredRelease stored) {
    return workloads(stored.objects(), "");
  }

  /** The hooks that ran when this revision was made. */
  static Set<Workload> hooks(StoredRelease stored, int revision) {
    return workloads(stored.hooks(), revision == 1 ? "install" : "upgrade");
  }

  private static Set<Workload> workloads(
      List<? extends Map<String, ? extends @Nullable Object>> objects, String event) {
    Set<Workload> workloads = new TreeSet<>();
    for (Map<String, ? extends @Nullable Object> object : objects) {
      String kind = String.valueOf(object.get("kind"));
      if (KINDS.contains(kind)
          && !isEmpty(object)
          && object.get("metadata") instanceof Map<?, ?> metadata) {
        if (hookEvents(metadata).contains(event)) {
          workloads.add(new Workload(kind, String.valueOf(metadata.get("name"))));
        }
      }
    }
    return workloads;
  }

  private static boolean isEmpty(Map<String, ? extends @Nullable Object> object) {
    return object.get("spec") instanceof Map<?, ?> spec
        && "0".equals(String.valueOf(spec.get("replicas")));
  }

  private static String hookEvents(Map<?, ?> metadata) {
    return metadata.get("annotations") instanceof Map<?, ?> annotations
        ? String.valueOf(annotations.get("helm.sh/hook"))
        : "";
  }
}
