package dev.airgap.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads one YAML document, at most 1 MiB and 32 levels deep: no anchors, aliases, tags, duplicate
 * keys or second document.
 */
public final class YamlFile {
  public static final int MAX_BYTES = 1024 * 1024;
  private static final int MAX_DEPTH = 32;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final String name;
  private final Problems problems = new Problems();

  private YamlFile(String name) {
    this.name = name;
  }

  /** Reads the file's top-level mapping. */
  public static YamlMapping read(Path file) throws InvalidFileException {
    try {
      if (!Files.isRegularFile(file)) {
        throw new NoSuchFileException(file.toString());
      }
      return read(file.toString(), text(file));
    } catch (NoSuchFileException e) {
      throw new InvalidFileException(List.of(file + " is not there, or is no regular file"));
    } catch (IOException e) {
      throw new InvalidFileException(List.of(file + " cannot be read as UTF-8 text"));
    }
  }

  private static String text(Path file) throws IOException, InvalidFileException {
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new InvalidFileException(
            List.of("%s has more than %d bytes".formatted(file, MAX_BYTES)));
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  /** Reads a text under the name that problems shall give. */
  public static YamlMapping read(String name, String text) throws InvalidFileException {
    return new YamlFile(name).document(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
  }

  private YamlMapping document(String text) throws InvalidFileException {
    try {
      refuseWhatOnlyProgramsNeed(text);
      problems.throwIfAny();
      Node root = new Composer(parser(text), new Resolver(), options()).getSingleNode();
      if (!(root instanceof MappingNode mapping)) {
        throw new InvalidFileException(List.of(name + ": the file is empty, or no mapping"));
      }
      refuseKeys(mapping);
      problems.throwIfAny();
      return new YamlMapping(mapping, name);
    } catch (MarkedYAMLException e) {
      throw new InvalidFileException(List.of(place(name, e) + ": " + e.getProblem()));
    } catch (YAMLException e) {
      throw new InvalidFileException(List.of(name + ": is no YAML: " + firstLine(e)));
    }
  }

  static String place(String name, MarkedYAMLException e) {
    return e.getProblemMark() == null
        ? name
        : new Position(name, e.getProblemMark().getLine() + 1, e.getProblemMark().getColumn() + 1)
            .toString();
  }

  static String firstLine(YAMLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setCodePointLimit(MAX_BYTES);
    options.setAllowDuplicateKeys(false);
    return options;
  }

  private static Parser parser(String text) {
    return new BoundedEvents(
        new ParserImpl(new StreamReader(text), options()), MAX_BYTES, MAX_DEPTH, true);
  }

  /** Anchors, aliases, tags and further documents, all at once, before anything is composed. */
  private void refuseWhatOnlyProgramsNeed(String text) {
    Parser events = parser(text);
    int documents = 0;
    while (events.peekEvent() != null) {
      Event event = events.getEvent();
      if (event.is(Event.ID.DocumentStart) && ++documents == 2) {
        problems.add(position(event), "a second document begins here: one file, one document");
      }
      refuse(event);
    }
  }

  private void refuse(Event event) {
    if (event instanceof AliasEvent) {
      problems.add(position(event), "aliases (*name) are not read: write the value out");
    } else if (event instanceof NodeEvent node && node.getAnchor() != null) {
      problems.add(position(event), "anchors (&name) are not read: write the value out");
    }
    if (BoundedEvents.hasTag(event)) {
      problems.add(position(event), "tags (!name) are not read");
    }
  }

  private Position position(Event event) {
    return new Position(
        name, event.getStartMark().getLine() + 1, event.getStartMark().getColumn() + 1);
  }

  private void refuseKeys(Node node) {
    switch (node) {
      case MappingNode mapping -> {
        Set<String> seen = new HashSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
          key(tuple.getKeyNode(), seen);
          refuseKeys(tuple.getValueNode());
        }
      }
      case SequenceNode sequence -> sequence.getValue().forEach(this::refuseKeys);
      default -> {}
    }
  }

  private void key(Node key, Set<String> seen) {
    String value = key instanceof ScalarNode scalar ? scalar.getValue() : "";
    boolean plain = key instanceof ScalarNode scalar && scalar.isPlain();
    if (!(key instanceof ScalarNode)) {
      problems.add(YamlMapping.position(name, key), "a key must be a plain word");
    } else if (plain && value.equals("<<")) {
      problems.add(YamlMapping.position(name, key), "merge keys (<<) are not read: write them out");
    } else if (plain && !(CoreScalars.read(value) instanceof String)) {
      problems.add(
          YamlMapping.position(name, key),
          "a key must be a text: write \"%s\" in quotes".formatted(value));
    } else if (!seen.add(value)) {
      problems.add(YamlMapping.position(name, key), "'%s' stands here twice".formatted(value));
    }
  }
}
