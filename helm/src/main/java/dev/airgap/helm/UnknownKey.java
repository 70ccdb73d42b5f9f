package dev.airgap.helm;

import java.util.List;
import java.util.Map;

/**
 * A key that a chart does not take as it was given.
 *
 * @param path from the top of the values
 * @param what is wrong with it, and what to write instead
 */
public record UnknownKey(List<String> path, String what) {
  public UnknownKey {
    path = List.copyOf(path);
  }

  /** Whether these values have the key. */
  public boolean isIn(Map<?, ?> values) {
    return ChartDefaults.has(values, path);
  }

  @Override
  public String toString() {
    return "'" + String.join(".", path) + "' " + what;
  }
}
