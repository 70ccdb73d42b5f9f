package dev.airgap.yaml;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads one YAML document, at most 1 MiB: no anchors, aliases, tags, duplicate keys or second
 * document.
 */
public final class YamlFile {
  public static final int MAX_BYTES = 1024 * 1024;
  private static final int MAX_DEPTH = 32;

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
      if (Files.size(file) > MAX_BYTES) {
        throw new InvalidFileException(
            List.of("%s has more than %d bytes".formatted(file, MAX_BYTES)));
      }
      return read(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      throw new InvalidFileException(List.of(file + " is not there, or is no regular file"));
    } catch (IOException e) {
      throw new InvalidFileException(List.of(file + " cannot be read as UTF-8 text"));
    }
  }

  /** Reads a text under the name that problems shall give. */
  public static YamlMapping read(String name, String text) throws InvalidFileException {
    return new YamlFile(name).document(text);
  }

  private YamlMapping document(String text) throws InvalidFileException {
    try {
      refuseWhatOnlyProgramsNeed(text);
      problems.throwIfAny();
      Node root = new Composer(parser(text), new Resolver(), options()).getSingleNode();
      if (!(root instanceof MappingNode mapping)) {
        throw new InvalidFileException(List.of(name + ": the file is empty, or no mapping"));
      }
      refuseDuplicates(mapping);
      problems.throwIfAny();
      return new YamlMapping(mapping, name);
    } catch (MarkedYAMLException e) {
      throw new InvalidFileException(List.of(at(e) + ": " + e.getProblem()));
    } catch (YAMLException e) {
      throw new InvalidFileException(List.of(name + ": is no YAML: " + firstLine(e)));
    }
  }

  private String at(MarkedYAMLException e) {
    return e.getProblemMark() == null
        ? name
        : new Position(name, e.getProblemMark().getLine() + 1, e.getProblemMark().getColumn() + 1)
            .toString();
  }

  private static String firstLine(YAMLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
  }

  static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setCodePointLimit(MAX_BYTES);
    options.setAllowDuplicateKeys(false);
    return options;
  }

  private static ParserImpl parser(String text) {
    return new ParserImpl(new StreamReader(text), options());
  }

  /** Anchors, aliases, tags and further documents, all at once, before anything is composed. */
  private void refuseWhatOnlyProgramsNeed(String text) {
    ParserImpl events = parser(text);
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
    String tag =
        switch (event) {
          case ScalarEvent scalar -> scalar.getTag();
          case CollectionStartEvent collection -> collection.getTag();
          default -> null;
        };
    if (tag != null && !tag.equals("!")) {
      problems.add(position(event), "tags (!name) are not read");
    }
  }

  private Position position(Event event) {
    return new Position(
        name, event.getStartMark().getLine() + 1, event.getStartMark().getColumn() + 1);
  }

  private void refuseDuplicates(Node node) {
    switch (node) {
      case MappingNode mapping -> {
        Set<String> seen = new HashSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
          key(tuple.getKeyNode(), seen);
          refuseDuplicates(tuple.getValueNode());
        }
      }
      case SequenceNode sequence -> {
        Iterator<Node> items = sequence.getValue().iterator();
        while (items.hasNext()) {
          refuseDuplicates(items.next());
        }
      }
      default -> {}
    }
  }

  private void key(Node key, Set<String> seen) {
    if (!(key instanceof ScalarNode scalar)) {
      problems.add(YamlMapping.position(name, key), "a key must be a plain word");
    } else if (!seen.add(scalar.getValue())) {
      problems.add(
          YamlMapping.position(name, key), "'%s' stands here twice".formatted(scalar.getValue()));
    }
  }
}
