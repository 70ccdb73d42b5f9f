package dev.airgap.installer.plan;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Helm would do to one object of a release.
 *
 * @param release as {@code name in namespace}
 * @param object its kind and name
 * @param values what would change in it, at most 40 and the number of further ones; empty where it
 *     is made or removed
 */
public record ObjectChange(String release, String object, Kind kind, List<ValueChange> values) {
  public ObjectChange {
    values = List.copyOf(values);
  }

  /** What becomes of it. */
  public enum Kind {
    MADE("made", "+"),
    CHANGED("changed", "~"),
    REMOVED("removed", "-");

    private final String word;
    private final String sign;

    Kind(String word, String sign) {
      this.word = word;
      this.sign = sign;
    }

    /** As a line of text begins. */
    public String sign() {
      return sign;
    }
  }

  /**
   * One value of it; empty where there is none. What may be a secret is asterisks.
   *
   * @param path such as {@code spec.containers[api].image}
   */
  public record ValueChange(String path, String was, String is) {}

  /** As plain values. */
  Map<String, Object> asValues() {
    return new TreeMap<>(
        Map.of(
            "release",
            release,
            "object",
            object,
            "change",
            kind.word,
            "values",
            values.stream()
                .map(one ->
                    new TreeMap<>(Map.of("path", one.path(), "was", one.was(), "is", one.is())))
                .toList()));
  }
}
