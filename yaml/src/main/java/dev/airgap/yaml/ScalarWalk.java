package dev.airgap.yaml;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * All scalars below a node, in the file's order; {@link YamlFile} has bounded how deep they lie.
 */
final class ScalarWalk {
  private final String file;
  private final List<PlacedScalar> found = new ArrayList<>();

  private ScalarWalk(String file) {
    this.file = file;
  }

  static List<PlacedScalar> below(Node node, String file) {
    ScalarWalk walk = new ScalarWalk(file);
    walk.into(node, "");
    return walk.found;
  }

  private void into(Node node, String path) {
    switch (node) {
      case MappingNode mapping ->
          mapping
              .getValue()
              .forEach(entry ->
                  into(
                      entry.getValueNode(),
                      below(path, ((ScalarNode) entry.getKeyNode()).getValue())));
      case SequenceNode sequence -> sequence.getValue().forEach(item -> into(item, path));
      case ScalarNode scalar -> {
        String text = scalar.getTag().equals(Tag.NULL) ? "" : scalar.getValue();
        found.add(new PlacedScalar(YamlMapping.position(file, scalar), path, text));
      }
      default -> {}
    }
  }

  private static String below(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
