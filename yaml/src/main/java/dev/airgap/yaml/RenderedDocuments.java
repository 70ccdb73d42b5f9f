package dev.airgap.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * The documents of a YAML stream that a program rendered (a chart's output), read as Helm and
 * Kubernetes read them. Hostile input: at most 16 Mi characters, 10,000 documents, 500,000 values,
 * depth 64, 50 aliases to collections in a document, 32 Mi characters (a value counts as 32) once
 * aliases are written out. Duplicate keys, tags, and what Helm and YAML readers would split
 * differently are refused.
 */
public final class RenderedDocuments {
  private static final int MAX_CHARACTERS = 16 * 1024 * 1024;
  private static final int MAX_DOCUMENTS = 10_000;
  private static final int MAX_EVENTS = 1_000_000;
  private static final int MAX_DEPTH = 64;
  private static final int MAX_ALIASES = 50;
  private static final long MAX_WRITTEN_OUT = 32L * 1024 * 1024;

  /** Helm splits at every line that begins so, YAML only where white space follows. */
  private static final Pattern GLUED_SEPARATOR = Pattern.compile("(?m)^---[^\\s]");

  private RenderedDocuments() {}

  /** Every document that is not empty, as plain Java values; each must be a mapping. */
  public static List<Map<String, @Nullable Object>> read(String name, String stream)
      throws InvalidFileException {
    if (stream.length() > MAX_CHARACTERS) {
      throw problem(name, "has more than %d characters".formatted(MAX_CHARACTERS));
    }
    refuseGluedSeparator(name, stream);
    try {
      return documents(name, stream);
    } catch (MarkedYAMLException e) {
      throw problem(YamlFile.place(name, e) + ":", String.valueOf(e.getProblem()));
    } catch (YAMLException e) {
      throw problem(name, "is no YAML: " + YamlFile.firstLine(e));
    }
  }

  private static void refuseGluedSeparator(String name, String stream) throws InvalidFileException {
    Matcher glued = GLUED_SEPARATOR.matcher(stream);
    if (glued.find()) {
      long line = stream.substring(0, glued.start()).lines().count() + 1;
      throw problem(
          "%s:%d:1:".formatted(name, line),
          "'---' without white space behind it: Helm begins a document here, YAML does not");
    }
  }

  private static List<Map<String, @Nullable Object>> documents(String name, String stream)
      throws InvalidFileException {
    List<Map<String, @Nullable Object>> documents = new ArrayList<>();
    PlainValues values = new PlainValues(KubernetesScalars::read, MAX_DEPTH, MAX_WRITTEN_OUT);
    LoaderOptions options = options();
    var events =
        new BoundedEvents(
            new ParserImpl(new StreamReader(stream), options), MAX_EVENTS, MAX_DEPTH, false);
    Composer composer = new Composer(events, new Resolver(), options);
    while (composer.checkNode()) {
      Node document = composer.getNode();
      if (document instanceof MappingNode mapping) {
        if (documents.size() == MAX_DOCUMENTS) {
          throw problem(name, "has more than %d documents".formatted(MAX_DOCUMENTS));
        }
        documents.add(values.map(mapping));
      } else if (!isEmpty(document)) {
        throw problem(YamlMapping.position(name, document) + ":", "this document is no mapping");
      }
    }
    return documents;
  }

  private static boolean isEmpty(Node document) {
    return document instanceof ScalarNode scalar
        && scalar.isPlain()
        && CoreScalars.NULL.contains(scalar.getValue());
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setAllowRecursiveKeys(false);
    return options;
  }

  private static InvalidFileException problem(String name, String what) {
    return new InvalidFileException(List.of(name + " " + what));
  }
}
