package dev.airgap.helm;

import java.util.List;
import java.util.Map;
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
}
