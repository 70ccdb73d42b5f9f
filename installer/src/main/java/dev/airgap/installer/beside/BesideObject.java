package dev.airgap.installer.beside;

import dev.airgap.installer.cluster.ObjectKind;
import java.util.Map;
import java.util.TreeMap;

/**
 * An object that no chart makes, as it shall be; it holds no secret.
 *
 * @param content all of it, as the API takes it
 */
public record BesideObject(
    ObjectKind kind, String namespace, String name, Map<String, Object> content) {
  /** Tells ours from a site's own. */
  static final String LABEL = "app.kubernetes.io/managed-by";

  static final String US = "bundle";

  /**
   * @param rest all but its kind, name and labels
   */
  static BesideObject of(ObjectKind kind, String namespace, String name, Map<String, Object> rest) {
    Map<String, Object> content = new TreeMap<>(rest);
    content.put("apiVersion", kind.apiVersion());
    content.put("kind", kind.kind());
    content.put(
        "metadata", Map.of("namespace", namespace, "name", name, "labels", Map.of(LABEL, US)));
    return new BesideObject(kind, namespace, name, content);
  }

  /** The same with annotations. */
  BesideObject annotated(Map<String, String> annotations) {
    Map<String, Object> more = new TreeMap<>(content);
    more.put(
        "metadata",
        Map.of(
            "namespace",
            namespace,
            "name",
            name,
            "labels",
            Map.of(LABEL, US),
            "annotations",
            annotations));
    return new BesideObject(kind, namespace, name, more);
  }

  @Override
  public String toString() {
    return "%s %s/%s".formatted(kind.kind(), namespace, name);
  }
}
