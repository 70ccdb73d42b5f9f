package dev.airgap.helm;

import dev.airgap.yaml.NearestWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds values against a chart's values.yaml. A key that stands nowhere in it may be one that the
 * templates read without a default (the product's charts have them as comments): whether a template
 * names it decides.
 */
final class ValuesCheck {
  /** What Kubernetes or the user defines, whatever the chart's example holds. */
  private static final Set<String> FREE =
      Set.of(
          "affinity",
          "annotations",
          "environment",
          "labels",
          "livenessProbe",
          "nodeSelector",
          "podAnnotations",
          "podLabels",
          "podSecurityContext",
          "readinessProbe",
          "resources",
          "resourcesMigrationPod",
          "secretEnvironment",
          "securityContext");

  private final Map<String, ? extends @Nullable Object> defaults;
  private final Set<String> named;
  private final Set<String> subcharts;
  private final List<UnknownKey> unknown = new ArrayList<>();

  ValuesCheck(
      Map<String, ? extends @Nullable Object> defaults, Set<String> named, Set<String> subcharts) {
    this.defaults = defaults;
    this.named = named;
    this.subcharts = subcharts;
  }

  List<UnknownKey> unknown(Map<String, ? extends @Nullable Object> given) {
    given.forEach((key, value) -> {
      if (key.equals("zenml") && !defaults.containsKey(key) && defaults.containsKey("server")) {
        add(
            List.of(key),
            "is the old name of 'server', and wins over it in this chart: write 'server'");
      } else if (!key.equals("global") && !subcharts.contains(key)) {
        look(List.of(key), value, defaults);
      }
    });
    return unknown;
  }

  private void look(List<String> path, @Nullable Object value, Map<?, ?> known) {
    String key = path.getLast();
    if (known.containsKey(key)) {
      compare(path, value, known.get(key));
      return;
    }
    List<String> elsewhere = new ArrayList<>();
    find(key, "", defaults, elsewhere);
    if (!elsewhere.isEmpty()) {
      add(
          path,
          "is not where this chart looks for it, and would be ignored: it stands at "
              + String.join(", ", elsewhere));
    } else if (!named.contains(key)) {
      List<String> names = known.keySet().stream().map(String::valueOf).toList();
      add(path, "is no key of this chart, which would ignore it" + NearestWord.hint(key, names));
    }
  }

  private void compare(List<String> path, @Nullable Object value, @Nullable Object known) {
    switch (known) {
      case Map<?, ?> map when !map.isEmpty() -> compareWithin(path, value, map);
      case List<?> list when value instanceof Map<?, ?> ->
          add(path, "is a list in this chart, not a mapping");
      case String text when text.isEmpty() -> {}
      case String text when value instanceof Map<?, ?> -> addSingle(path);
      case Number number when value instanceof Map<?, ?> -> addSingle(path);
      case Boolean truth when value instanceof Map<?, ?> -> addSingle(path);
      case null, default -> {}
    }
  }

  private void compareWithin(List<String> path, @Nullable Object value, Map<?, ?> known) {
    if (value == null) {
      add(path, "is null, which takes away all that the chart has there: leave it out");
    } else if (!(value instanceof Map<?, ?> given)) {
      add(path, "is a mapping in this chart, not a single value or a list");
    } else if (!FREE.contains(path.getLast())) {
      given.forEach((key, below) -> look(extended(path, String.valueOf(key)), below, known));
    }
  }

  private void addSingle(List<String> path) {
    add(path, "is a single value in this chart, not a mapping");
  }

  private static List<String> extended(List<String> path, String key) {
    List<String> longer = new ArrayList<>(path);
    longer.add(key);
    return longer;
  }

  /** Every place of a key, in the chart's own order. */
  private static void find(String key, String above, Map<?, ?> map, List<String> places) {
    map.forEach((name, value) -> {
      String place = above + name;
      if (key.equals(name)) {
        places.add("'" + place + "'");
      }
      if (value instanceof Map<?, ?> below) {
        find(key, place + ".", below, places);
      }
    });
  }

  private void add(List<String> path, String what) {
    unknown.add(new UnknownKey(path, what));
  }
}
