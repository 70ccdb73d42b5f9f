package dev.airgap.yaml;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;

/** Nodes as plain Java values; dates stay texts, as Helm's YAML reader keeps them. */
final class PlainValues extends SafeConstructor {
  private PlainValues() {
    super(new LoaderOptions());
    yamlConstructors.put(Tag.TIMESTAMP, new ConstructYamlStr());
  }

  static Map<String, @Nullable Object> of(MappingNode node) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    if (new PlainValues().plain(node) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> values.put(String.valueOf(key), value));
    }
    return values;
  }

  private Object plain(Node node) {
    return constructDocument(node);
  }
}
