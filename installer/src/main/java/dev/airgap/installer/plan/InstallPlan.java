package dev.airgap.installer.plan;

import dev.airgap.manifest.Release;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an install would do, computed against the real registry and cluster; free of secrets.
 *
 * @param registry what shows of the target registry without pushing, one line each
 * @param actions in their order, in words for people, each with what is there already
 * @param dns host to ingress address
 * @param warnings what a person should know
 */
public record InstallPlan(
    Release release,
    String context,
    String server,
    String kubernetes,
    List<String> registry,
    List<String> actions,
    Map<String, String> dns,
    List<String> warnings) {
  public InstallPlan {
    registry = List.copyOf(registry);
    actions = List.copyOf(actions);
    dns = Map.copyOf(dns);
    warnings = List.copyOf(warnings);
  }

  /** As plain values, for {@code --output json}. */
  public Map<String, Object> asValues() {
    Map<String, Object> values = new TreeMap<>();
    values.put("release", release.text());
    values.put("context", context);
    values.put("server", server);
    values.put("kubernetes", kubernetes);
    values.put("registry", registry);
    values.put("actions", actions);
    values.put("dns", new TreeMap<>(dns));
    values.put("warnings", warnings);
    return values;
  }
}
