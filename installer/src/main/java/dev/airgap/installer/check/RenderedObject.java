package dev.airgap.installer.check;

import dev.airgap.installer.cluster.ObjectKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object that a chart would make.
 *
 * @param namespace of its release
 */
record RenderedObject(String namespace, Map<String, @Nullable Object> content) {
  private static final Map<?, ?> NOTHING = Map.of();

  Optional<ObjectKind> kind() {
    return ObjectKind.named(String.valueOf(content.get("kind")));
  }

  String name() {
    return String.valueOf(at("metadata").get("name"));
  }

  /** Helm makes it beside the release, and does not take it away with it. */
  boolean isHook() {
    return at("metadata", "annotations").containsKey("helm.sh/hook");
  }

  Map<?, ?> at(String... path) {
    return inside(content, path);
  }

  /** The mapping below the keys; empty where there is none. */
  static Map<?, ?> inside(Map<?, ?> mapping, String... path) {
    Map<?, ?> here = mapping;
    for (String key : path) {
      here = here.get(key) instanceof Map<?, ?> child ? child : NOTHING;
    }
    return here;
  }

  /** The list at a key, of which only mappings count. */
  static List<? extends Map<?, ?>> list(Map<?, ?> mapping, String key) {
    return mapping.get(key) instanceof List<?> list
        ? list.stream().filter(Map.class::isInstance).map(one -> (Map<?, ?>) one).toList()
        : List.of();
  }

  static Optional<String> text(Map<?, ?> mapping, String key) {
    return Optional.ofNullable(mapping.get(key)).map(String::valueOf);
  }
}
