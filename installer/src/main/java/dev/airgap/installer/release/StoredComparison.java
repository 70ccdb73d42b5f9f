package dev.airgap.installer.release;

import dev.airgap.helm.Rendering;
import dev.airgap.helm.StoredRelease;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds what Helm stored against what passed the gate, object by object. Two things may differ,
 * since a chart makes them up or looks them up in the cluster: the values of Secrets, and the
 * {@code checksum/} annotations that follow from them.
 */
final class StoredComparison {
  private static final Set<String> SECRET_VALUES = Set.of("data", "stringData");
  private static final String CHECKSUM = "checksum/";

  private StoredComparison() {}

  static List<String> differences(Rendering passed, StoredRelease stored) {
    Map<String, @Nullable Object> before = byName(passed.objects());
    Map<String, @Nullable Object> after = byName(stored.all());
    // Helm makes custom resource definitions once, and does not keep them with the release
    before.keySet().removeIf(name -> name.startsWith("CustomResourceDefinition "));
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      if (!after.containsKey(name)) {
        differences.add(name + " passed the gate, and is not in what Helm stored");
      } else if (!before.containsKey(name)) {
        differences.add(name + " is in what Helm stored, and never passed the gate");
      } else if (!String.valueOf(before.get(name)).equals(String.valueOf(after.get(name)))) {
        differences.add(name + " is not what passed the gate");
      }
    }
    return differences;
  }

  private static Map<String, @Nullable Object> byName(
      List<? extends Map<String, ? extends @Nullable Object>> objects) {
    Map<String, @Nullable Object> named = new TreeMap<>();
    for (Map<String, ? extends @Nullable Object> object : objects) {
      String kind = String.valueOf(object.get("kind"));
      Object name = object.get("metadata") instanceof Map<?, ?> map ? map.get("name") : null;
      named.put(kind + " " + name, comparable(object, kind.equals("Secret")));
    }
    return named;
  }

  /** Sorted, with what may differ blanked. */
  private static @Nullable Object comparable(@Nullable Object value, boolean inSecret) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> sorted = new TreeMap<>();
      map.forEach((key, child) -> {
        String name = String.valueOf(key);
        boolean blank = name.startsWith(CHECKSUM);
        boolean values = inSecret && SECRET_VALUES.contains(name);
        sorted.put(name, blank ? "" : values ? keys(child) : comparable(child, false));
      });
      return sorted;
    }
    return value instanceof List<?> list
        ? list.stream().map(child -> String.valueOf(comparable(child, false))).toList()
        : value;
  }

  private static Set<String> keys(@Nullable Object values) {
    Set<String> keys = new TreeSet<>();
    if (values instanceof Map<?, ?> map) {
      map.keySet().forEach(key -> keys.add(String.valueOf(key)));
    }
    return keys;
  }
}
