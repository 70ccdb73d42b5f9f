package dev.airgap.installer.gate;

import dev.airgap.helm.HelmRelease;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an object of a rendered chart may be: a listed kind, in its namespace, without the host. */
final class ObjectRules {
  private static final Set<String> KINDS =
      Set.of(
          "ConfigMap",
          "CronJob",
          "Deployment",
          "HTTPRoute",
          "HorizontalPodAutoscaler",
          "Ingress",
          "Job",
          "NetworkPolicy",
          "PersistentVolumeClaim",
          "PodDisruptionBudget",
          "Role",
          "RoleBinding",
          "Secret",
          "Service",
          "ServiceAccount",
          "StatefulSet");
  private static final List<String> HOST_FIELDS = List.of("hostNetwork", "hostPID", "hostIPC");

  private final String where;
  private final List<String> broken = new ArrayList<>();

  private ObjectRules(String where) {
    this.where = where;
  }

  static List<String> broken(Map<String, @Nullable Object> object, HelmRelease release) {
    String kind = String.valueOf(object.get("kind"));
    Object metadata = object.get("metadata");
    String name = metadata instanceof Map<?, ?> map ? String.valueOf(map.get("name")) : "unnamed";
    ObjectRules rules = new ObjectRules("%s: %s %s".formatted(release, kind, name));
    if (!KINDS.contains(kind)) {
      rules.add("is of a kind that no chart of the product needs");
    }
    if (metadata instanceof Map<?, ?> map
        && map.get("namespace") != null
        && !release.namespace().equals(map.get("namespace"))) {
      rules.add("is in another namespace: " + map.get("namespace"));
    }
    rules.walk(object);
    return rules.broken;
  }

  private void walk(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      HOST_FIELDS.stream()
          .filter(field -> Boolean.TRUE.equals(map.get(field)))
          .forEach(field -> add("asks for " + field));
      if (map.containsKey("hostPath")) {
        add("mounts a path of the node (hostPath)");
      }
      if (Boolean.TRUE.equals(map.get("privileged"))) {
        add("asks for privileged");
      }
      map.values().forEach(this::walk);
    } else if (value instanceof List<?> list) {
      list.forEach(this::walk);
    }
  }

  private void add(String what) {
    broken.add(where + " " + what);
  }
}
