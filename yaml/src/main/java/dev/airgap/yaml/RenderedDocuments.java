package dev.airgap.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * The documents of a YAML stream that a program rendered (a chart's output): hostile input, at most
 * 16 MiB and 10,000 documents, depth 64, aliases bounded.
 */
public final class RenderedDocuments {
  private static final int MAX_CHARACTERS = 16 * 1024 * 1024;
  private static final int MAX_DOCUMENTS = 10_000;
  private static final int MAX_DEPTH = 64;
  private static final int MAX_ALIASES = 50;

  private RenderedDocuments() {}

  /** Every document that is not empty, as plain Java values; each must be a mapping. */
  public static List<Map<String, @Nullable Object>> read(String name, String stream)
      throws InvalidFileException {
    List<Map<String, @Nullable Object>> documents = new ArrayList<>();
    try {
      for (Object document : reader().loadAll(stream)) {
        if (documents.size() == MAX_DOCUMENTS) {
          throw problem(name, "has more than %d documents".formatted(MAX_DOCUMENTS));
        }
        if (document instanceof Map<?, ?> map) {
          documents.add(named(map));
        } else if (document != null) {
          throw problem(name, "has a document that is no mapping");
        }
      }
      return documents;
    } catch (YAMLException | StackOverflowError e) {
      throw problem(
          name,
          "is no YAML: " + String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable"));
    }
  }

  private static Yaml reader() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setAllowDuplicateKeys(false);
    options.setAllowRecursiveKeys(false);
    DumperOptions unused = new DumperOptions();
    return new Yaml(new KubernetesValues(options), new Representer(unused), unused, options);
  }

  /** Dates stay texts, as Kubernetes' YAML reader keeps them. */
  private static final class KubernetesValues extends SafeConstructor {
    KubernetesValues(LoaderOptions options) {
      super(options);
      yamlConstructors.put(Tag.TIMESTAMP, new ConstructYamlStr());
    }
  }

  private static Map<String, @Nullable Object> named(Map<?, ?> map) {
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    map.forEach((key, value) -> named.put(String.valueOf(key), value));
    return named;
  }

  private static InvalidFileException problem(String name, String what) {
    return new InvalidFileException(List.of(name + " " + what));
  }
}
