package dev.airgap.installer.gateway;

import dev.airgap.installer.json.Described;
import java.util.List;
import java.util.Map;

/** Which labels a listener wants of the namespace of a route. */
record LabelSelector(Described fields) {
  boolean takes(Map<String, String> labels) {
    return fields.mapping("matchLabels").entrySet().stream()
            .allMatch(label -> label.getValue().equals(labels.get(label.getKey())))
        && fields.objects("matchExpressions").allMatch(one -> takes(one, labels));
  }

  private static boolean takes(Described expression, Map<String, String> labels) {
    String key = expression.text("key");
    List<String> values = expression.texts("values");
    boolean there = labels.containsKey(key);
    boolean named = there && values.contains(labels.get(key));
    return switch (expression.text("operator")) {
      case "In" -> named;
      case "NotIn" -> !named;
      case "Exists" -> there;
      case "DoesNotExist" -> !there;
      default -> false;
    };
  }
}
