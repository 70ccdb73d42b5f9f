package dev.airgap.helm;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that an install of a chart would create.
 *
 * @param objects manifests, hooks and CRDs, as plain values
 * @param tests pods of {@code helm.sh/hook: test}, never run by us
 */
public record Rendering(
    List<Map<String, @Nullable Object>> objects, List<Map<String, @Nullable Object>> tests) {
  public Rendering {
    objects = List.copyOf(objects);
    tests = List.copyOf(tests);
  }

  /** Every image that a container of these objects would run, sorted. */
  public SortedSet<String> images() {
    SortedSet<String> found = new TreeSet<>();
    objects.forEach(object -> collectImages(object, found));
    return found;
  }

  /** The images of the tests, sorted. */
  public SortedSet<String> testImages() {
    SortedSet<String> found = new TreeSet<>();
    tests.forEach(object -> collectImages(object, found));
    return found;
  }

  /**
   * A field called image that holds a text, wherever it is: custom resources have them too. An
   * image volume has a reference in it.
   */
  private static void collectImages(@Nullable Object value, SortedSet<String> found) {
    if (value instanceof Map<?, ?> map) {
      Object image = map.get("image");
      Object named = image instanceof Map<?, ?> volume ? volume.get("reference") : image;
      if (named instanceof String name && !name.isBlank()) {
        found.add(name);
      }
      map.values().forEach(child -> collectImages(child, found));
    } else if (value instanceof List<?> list) {
      list.forEach(child -> collectImages(child, found));
    }
  }
}
