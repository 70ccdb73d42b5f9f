package dev.airgap.helm;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.airgap.yaml.InvalidFileException;
import dev.airgap.yaml.RenderedDocuments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What we look for, and change, in the files of an unpacked chart before Helm sees them. */
final class ChartSources {
  /** Helm leaves hooks out when it renders; under another name it renders them like all others. */
  private static final String HOOK = "helm.sh/hook";

  private static final String VISIBLE_HOOK = "bundle.airgap.dev/hook";
  private static final int MAX_DEPTH = 64;

  private static final JsonMapper JSON = new JsonMapper();

  static {
    JSON.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build());
  }

  private ChartSources() {}

  /** Helm fetches what a schema refers to: nothing but references into the schema itself. */
  static void refuseOutsideReferences(Path chart) throws IOException, HelmException {
    for (Path schema : files(chart, "values.schema.json")) {
      refuseOutsideReferences(JSON.readTree(Files.readAllBytes(schema)), chart.relativize(schema));
    }
  }

  private static void refuseOutsideReferences(JsonNode node, Path schema) throws HelmException {
    JsonNode reference = node.path("$ref");
    if (reference.isTextual() && !reference.textValue().startsWith("#")) {
      throw new HelmException(
          "%s has a $ref that does not begin with '#': Helm would fetch it".formatted(schema));
    }
    for (JsonNode child : node) {
      refuseOutsideReferences(child, schema);
    }
  }

  /** Renames the hook annotation in every template. */
  static void showHooks(Path chart) throws IOException {
    for (Path template : files(chart, "")) {
      if (template.toString().contains("/templates/")) {
        String text = Files.readString(template, StandardCharsets.ISO_8859_1);
        Files.writeString(template, text.replace(HOOK, VISIBLE_HOOK), StandardCharsets.ISO_8859_1);
      }
    }
  }

  /** Gives the annotations of a rendered text their true names again. */
  static String trueNames(String rendered) {
    return rendered.replace(VISIBLE_HOOK, HOOK);
  }

  /** The custom resource definitions, which Helm installs but does not render. */
  static List<Map<String, @Nullable Object>> customResourceDefinitions(Path chart)
      throws IOException, InvalidFileException {
    List<Map<String, @Nullable Object>> found = new ArrayList<>();
    for (Path file : files(chart, ".yaml")) {
      if (file.toString().contains("/crds/")) {
        String name = chart.relativize(file).toString();
        found.addAll(RenderedDocuments.read(name, Files.readString(file, StandardCharsets.UTF_8)));
      }
    }
    return found;
  }

  private static List<Path> files(Path chart, String ending) throws IOException {
    try (var all = Files.walk(chart)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(ending))
          .sorted()
          .toList();
    }
  }
}
