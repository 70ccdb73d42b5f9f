package dev.airgap.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Nodes as plain Java values: maps with text keys, lists, texts, numbers, truth values, null. No
 * class is ever made by a tag, and what aliases multiply is counted: a cycle or a bomb ends as a
 * {@link YAMLException}.
 */
final class PlainValues {
  /** About what a value costs in memory, whatever it says. */
  private static final int VALUE_SIZE = 32;

  private final Function<String, @Nullable Object> scalars;
  private final int maxDepth;
  private long left;

  /**
   * @param scalars how a plain scalar is read
   * @param maxSize characters of all scalars, and 32 for each value, once aliases are written out
   */
  PlainValues(Function<String, @Nullable Object> scalars, int maxDepth, long maxSize) {
    this.scalars = scalars;
    this.maxDepth = maxDepth;
    this.left = maxSize;
  }

  Map<String, @Nullable Object> map(MappingNode node) {
    return map(node, 0);
  }

  private @Nullable Object value(Node node, int depth) {
    left -= VALUE_SIZE;
    if (depth > maxDepth || left < 0) {
      throw problem(node, "is nested too deep, contains itself, or grows too large by its aliases");
    }
    return switch (node) {
      case ScalarNode scalar -> scalar(scalar);
      case SequenceNode sequence -> list(sequence, depth);
      case MappingNode mapping -> map(mapping, depth);
      default -> throw problem(node, "is neither scalar, list nor mapping");
    };
  }

  private @Nullable Object scalar(ScalarNode node) {
    left -= node.getValue().length();
    return node.isPlain() ? scalars.apply(node.getValue()) : node.getValue();
  }

  private List<@Nullable Object> list(SequenceNode node, int depth) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Node item : node.getValue()) {
      values.add(value(item, depth + 1));
    }
    return values;
  }

  private Map<String, @Nullable Object> map(MappingNode node, int depth) {
    Map<String, @Nullable Object> own = new LinkedHashMap<>();
    Map<String, @Nullable Object> merged = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      if (isMerge(tuple.getKeyNode())) {
        if (!own.isEmpty() || !merged.isEmpty()) {
          throw problem(
              tuple.getKeyNode(), "a merge key (<<) is read only as a mapping's first key");
        }
        merged = merged(tuple.getValueNode(), depth + 1);
      } else {
        String key = key(tuple.getKeyNode());
        if (own.containsKey(key)) {
          throw problem(tuple.getKeyNode(), "'%s' stands here twice".formatted(key));
        }
        own.put(key, value(tuple.getValueNode(), depth + 1));
      }
    }
    merged.putAll(own);
    return merged;
  }

  private static boolean isMerge(Node key) {
    return key instanceof ScalarNode scalar && scalar.isPlain() && scalar.getValue().equals("<<");
  }

  /** One mapping, or several of which the earlier win (YAML 1.1's merge key). */
  private Map<String, @Nullable Object> merged(Node node, int depth) {
    List<Object> sources = new ArrayList<>();
    switch (value(node, depth)) {
      case List<?> several -> sources.addAll(several.reversed());
      case Map<?, ?> one -> sources.add(one);
      case null, default -> throw problem(node, "a merge key (<<) takes mappings only");
    }
    Map<String, @Nullable Object> merged = new LinkedHashMap<>();
    for (Object source : sources) {
      if (!(source instanceof Map<?, ?> map)) {
        throw problem(node, "a merge key (<<) takes mappings only");
      }
      map.forEach((key, value) -> merged.put(String.valueOf(key), value));
    }
    return merged;
  }

  /** Numbers and truth values become texts, as Helm makes JSON of them. */
  private String key(Node node) {
    Object key = node instanceof ScalarNode scalar ? scalar(scalar) : null;
    if (key == null) {
      throw problem(node, "a key must be a text");
    }
    return key.toString();
  }

  private static YAMLException problem(Node node, String what) {
    return new Unreadable(node, what);
  }

  /** A problem of ours, told with its place as the library tells its own. */
  private static final class Unreadable extends MarkedYAMLException {
    private static final long serialVersionUID = 1;

    Unreadable(Node node, String what) {
      super(null, null, what, node.getStartMark());
    }
  }
}
