package dev.airgap.installer.release;

import dev.airgap.helm.Rendering;
import dev.airgap.helm.StoredRelease;
import dev.airgap.installer.cluster.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds what Helm stored against what passed the gate, object by object. Three things may differ,
 * since a chart makes them up or looks them up in the cluster: the values of Secrets, the {@code
 * checksum/} annotations that follow from them, and a volume that is there already: a chart that
 * would lose its data by making it anew leaves it out.
 */
final class StoredComparison {
  private static final Set<String> SECRET_VALUES = Set.of("data", "stringData");
  private static final String CHECKSUM = "checksum/";
  private static final String CLAIM = ObjectKind.CLAIM.kind() + " ";

  private StoredComparison() {}

  /**
   * @param claimed the names of the claims of the release's namespace that are in the cluster
   */
  static List<String> differences(Rendering passed, StoredRelease stored, Set<String> claimed) {
    Map<String, @Nullable Object> before = byName(passed.objects());
    Map<String, @Nullable Object> after = byName(stored.all());
    // Helm makes custom resource definitions once, and does not keep them with the release
    before.keySet().removeIf(name -> name.startsWith("CustomResourceDefinition "));
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      if (!after.containsKey(name)) {
        if (isClaimed(name, claimed)) {
          continue;
        }
        differences.add(name + " passed the gate, and is not in what Helm stored");
      } else if (!before.containsKey(name)) {
        differences.add(name + " is in what Helm stored, and never passed the gate");
      } else if (!String.valueOf(before.get(name)).equals(String.valueOf(after.get(name)))) {
        differences.add(name + " is not what passed the gate");
      }
    }
    return differences;
  }

  private static boolean isClaimed(String name, Set<String> claimed) {
    return name.startsWith(CLAIM) && claimed.contains(name.substring(CLAIM.length()));
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
