package dev.airgap.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping that is read key by key; each reader adds its problem and goes on, so that one round
 * shows them all. {@link #rejectUnknown} closes the reading: keys that nobody asked for are
 * problems, with "did you mean".
 *
 * <p>The readers of required values return a harmless stand-in ("" or an empty mapping) after they
 * have added a problem; nobody may use it before {@link Problems#throwIfAny}. A stand-in misses
 * nothing: its own absence has been said.
 */
public final class YamlMapping {
  private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();
  private final Position position;
  private final String file;
  private final boolean standIn;

  YamlMapping(MappingNode node, String file) {
    this.file = file;
    this.standIn = false;
    this.position = position(file, node);
    for (NodeTuple tuple : node.getValue()) {
      entries.put(((ScalarNode) tuple.getKeyNode()).getValue(), tuple);
    }
  }

  private YamlMapping(Position position) {
    this.file = position.file();
    this.standIn = true;
    this.position = position;
  }

  static Position position(String file, Node node) {
    return new Position(
        file, node.getStartMark().getLine() + 1, node.getStartMark().getColumn() + 1);
  }

  /** Where the mapping begins. */
  public Position position() {
    return position;
  }

  /** Where the key's value stands; the mapping's own place if the key is missing. */
  public Position position(String key) {
    NodeTuple tuple = entries.get(key);
    return tuple == null ? position : position(file, tuple.getValueNode());
  }

  /** Where the key itself stands; the mapping's own place if it is missing. */
  public Position keyPosition(String key) {
    NodeTuple tuple = entries.get(key);
    return tuple == null ? position : position(file, tuple.getKeyNode());
  }

  /** Whether the key is there with a value; {@code key:} with nothing behind it is not. */
  public boolean has(String key) {
    return value(key).isPresent();
  }

  /** The keys as written, in the file's order. */
  public List<String> keys() {
    return List.copyOf(entries.keySet());
  }

  /** Whether a text, a number or the like stands there, and neither mapping nor list. */
  public boolean isScalar(String key) {
    return value(key).filter(ScalarNode.class::isInstance).isPresent();
  }

  public String text(String key, Problems problems) {
    return text(key, "", problems);
  }

  /**
   * @param remedy what is said if the key is missing, beside that it is
   */
  public String text(String key, String remedy, Problems problems) {
    if (!has(key)) {
      missing(key, remedy, problems);
      return "";
    }
    return optionalText(key, problems).orElse("");
  }

  private void missing(String key, String remedy, Problems problems) {
    String end = remedy.isEmpty() ? "" : ": " + remedy;
    if (entries.containsKey(key)) {
      problems.add(position(key), "'%s' has no value%s".formatted(key, end));
    } else if (!standIn) {
      problems.add(position, "'%s' is missing%s".formatted(key, end));
    }
  }

  /**
   * A text; of a number or a truth value without quotes this is a problem, and the text as it
   * stands there: what else is wrong with it is worth saying in the same round.
   */
  public Optional<String> optionalText(String key, Problems problems) {
    Optional<Node> value = value(key);
    value.ifPresent(node -> requireText("'%s' should be a text".formatted(key), node, problems));
    return value.flatMap(YamlMapping::written);
  }

  /** The value itself is not said: in a site file it may be a password. */
  private void requireText(String sentence, Node node, Problems problems) {
    if (!(node instanceof ScalarNode scalar)) {
      problems.add(position(file, node), sentence);
    } else if (scalar.isPlain() && !(CoreScalars.read(scalar.getValue()) instanceof String)) {
      problems.add(
          position(file, node),
          sentence + ": write it in quotes, without them it is a number, true or false");
    }
  }

  private static Optional<String> written(Node node) {
    return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
  }

  public boolean flag(String key, boolean otherwise, Problems problems) {
    Optional<Node> value = value(key);
    if (value.isEmpty()) {
      return otherwise;
    }
    if (value.get() instanceof ScalarNode scalar
        && scalar.isPlain()
        && CoreScalars.read(scalar.getValue()) instanceof Boolean flag) {
      return flag;
    }
    problems.add(position(key), "'%s' should be true or false".formatted(key));
    return otherwise;
  }

  public Optional<Integer> optionalInteger(String key, Problems problems) {
    Optional<Node> value = value(key);
    Optional<Integer> number =
        value
            .flatMap(YamlMapping::written)
            .map(CoreScalars::read)
            .filter(Integer.class::isInstance)
            .map(Integer.class::cast);
    if (value.isPresent() && number.isEmpty()) {
      problems.add(position(key), "'%s' should be a whole number".formatted(key));
    }
    return number;
  }

  /** A text that {@code parse} turns into a value; its IllegalArgumentException is the problem. */
  public <T> Optional<T> optional(String key, Function<String, T> parse, Problems problems) {
    Optional<String> text = optionalText(key, problems);
    try {
      return text.map(parse);
    } catch (IllegalArgumentException e) {
      problems.add(position(key), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** As {@link #optional}, of a key that must be there. */
  public <T> Optional<T> required(String key, Function<String, T> parse, Problems problems) {
    if (!has(key)) {
      missing(key, "", problems);
      return Optional.empty();
    }
    return optional(key, parse, problems);
  }

  public YamlMapping mapping(String key, Problems problems) {
    return mapping(key, "", problems);
  }

  /**
   * @param remedy what is said if the key is missing, beside that it is
   */
  public YamlMapping mapping(String key, String remedy, Problems problems) {
    if (!has(key)) {
      missing(key, remedy, problems);
      return new YamlMapping(position);
    }
    return optionalMapping(key, problems).orElseGet(() -> new YamlMapping(position(key)));
  }

  public Optional<YamlMapping> optionalMapping(String key, Problems problems) {
    return value(key).flatMap(node -> mapping(key, node, problems));
  }

  private Optional<YamlMapping> mapping(String key, Node node, Problems problems) {
    if (node instanceof MappingNode mapping) {
      return Optional.of(new YamlMapping(mapping, file));
    }
    problems.add(position(file, node), "'%s' should be a mapping (key: value)".formatted(key));
    return Optional.empty();
  }

  /** A sequence of mappings; missing means empty. */
  public List<YamlMapping> mappings(String key, Problems problems) {
    List<YamlMapping> found = new ArrayList<>();
    for (Node item : sequence(key, problems)) {
      mapping(key, item, problems).ifPresent(found::add);
    }
    return found;
  }

  /** A sequence of texts, each with its own place; missing means empty. */
  public List<PlacedText> texts(String key, Problems problems) {
    List<PlacedText> found = new ArrayList<>();
    for (Node item : sequence(key, problems)) {
      String sentence = "'%s' should list texts".formatted(key);
      if (item.getTag().equals(Tag.NULL)) {
        problems.add(position(file, item), sentence);
      } else {
        requireText(sentence, item, problems);
        written(item).ifPresent(text -> found.add(new PlacedText(position(file, item), text)));
      }
    }
    return found;
  }

  private List<Node> sequence(String key, Problems problems) {
    Optional<Node> value = value(key);
    if (value.isPresent() && value.get() instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    if (value.isPresent()) {
      problems.add(position(key), "'%s' should be a list".formatted(key));
    }
    return List.of();
  }

  /** Free-form content as plain Java values (for a chart's values); missing means empty. */
  public Map<String, @Nullable Object> freeForm(String key, Problems problems) {
    Optional<Node> value = value(key);
    if (value.isPresent() && value.get() instanceof MappingNode mapping) {
      return new PlainValues(CoreScalars::read, Integer.MAX_VALUE, Long.MAX_VALUE).map(mapping);
    }
    if (value.isPresent()) {
      problems.add(position(key), "'%s' should be a mapping (key: value)".formatted(key));
    }
    return Map.of();
  }

  /** Each plain value of free-form content, with its place; missing means empty. */
  public List<PlacedScalar> scalars(String key) {
    return value(key).map(node -> ScalarWalk.below(node, file)).orElse(List.of());
  }

  private Optional<Node> value(String key) {
    asked.add(key);
    NodeTuple tuple = entries.get(key);
    return tuple == null || tuple.getValueNode().getTag().equals(Tag.NULL)
        ? Optional.empty()
        : Optional.of(tuple.getValueNode());
  }

  /** Adds a problem for each key that no reader has asked for. */
  public void rejectUnknown(Problems problems) {
    rejectUnknown(Map.of(), problems);
  }

  /**
   * @param remedies by key, of those that people are known to write here: what to do instead of
   *     them
   */
  public void rejectUnknown(Map<String, String> remedies, Problems problems) {
    entries.forEach((key, tuple) -> {
      if (!asked.contains(key)) {
        String remedy = remedies.get(key);
        problems.add(
            position(file, tuple.getKeyNode()),
            "unknown key '%s'%s"
                .formatted(key, remedy == null ? NearestWord.hint(key, asked) : ": " + remedy));
      }
    });
  }
}
