package dev.airgap.helm;

import dev.airgap.yaml.InvalidFileException;
import dev.airgap.yaml.RenderedDocuments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A packed chart's own values.yaml: which keys this version of the chart knows. Charts without a
 * schema ignore an unknown key in silence, so whoever sets a key asks here first.
 */
public final class ChartDefaults {
  private static final String VALUES = "values.yaml";
  private static final String CHART = "Chart.yaml";
  private static final String TEMPLATES = "templates/";

  /** How a template names a key: {@code .key}, or {@code "key"} as an argument. */
  private static final Pattern NAMED = Pattern.compile("[.\"]([A-Za-z_][A-Za-z0-9_]*)");

  private final Map<String, ? extends @Nullable Object> values;
  private final Set<String> named;
  private final Set<String> subcharts;

  private ChartDefaults(
      Map<String, ? extends @Nullable Object> values, Set<String> named, Set<String> subcharts) {
    this.values = values;
    this.named = named;
    this.subcharts = subcharts;
  }

  /**
   * @throws HelmException if it is no packed chart, or breaks the limits for one
   */
  public static ChartDefaults of(byte[] packed) throws HelmException {
    try {
      SortedMap<String, byte[]> files =
          ChartFolder.ownFiles(
              packed,
              path -> path.equals(VALUES) || path.equals(CHART) || path.startsWith(TEMPLATES));
      Set<String> named = new TreeSet<>();
      files
          .tailMap(TEMPLATES)
          .forEach((path, content) -> {
            if (path.startsWith(TEMPLATES)) {
              addNamed(text(content), named);
            }
          });
      return new ChartDefaults(read(files, VALUES), named, subcharts(read(files, CHART)));
    } catch (IOException | InvalidFileException e) {
      throw new HelmException("the chart's values cannot be read: " + e.getMessage(), e);
    }
  }

  private static Map<String, ? extends @Nullable Object> read(
      SortedMap<String, byte[]> files, String name) throws InvalidFileException {
    byte[] content = files.getOrDefault(name, new byte[0]);
    List<? extends Map<String, ? extends @Nullable Object>> documents =
        RenderedDocuments.read(name, text(content));
    return documents.isEmpty() ? Map.of() : documents.getFirst();
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }

  private static void addNamed(String template, Set<String> named) {
    Matcher found = NAMED.matcher(template);
    while (found.find()) {
      named.add(found.group(1));
    }
  }

  /** Their values stand below their names, or what the chart calls them. */
  private static Set<String> subcharts(Map<String, ? extends @Nullable Object> chart) {
    Set<String> names = new TreeSet<>();
    if (chart.get("dependencies") instanceof List<?> dependencies) {
      for (Object dependency : dependencies) {
        if (dependency instanceof Map<?, ?> map) {
          names.add(String.valueOf(map.get("name")));
          names.add(String.valueOf(map.get("alias")));
        }
      }
    }
    return names;
  }

  /** Whether the key stands there, also with an empty value. */
  public boolean know(String... path) {
    return has(values, List.of(path));
  }

  /** Whether these values have the key, also with an empty value. */
  static boolean has(Map<?, ?> values, List<String> path) {
    Object here = values;
    for (String key : path) {
      if (!(here instanceof Map<?, ?> map) || !map.containsKey(key)) {
        return false;
      }
      here = map.get(key);
    }
    return true;
  }

  /** Keys that the chart would ignore, or that have another form in it; in the given order. */
  public List<UnknownKey> unknown(Map<String, ? extends @Nullable Object> given) {
    return new ValuesCheck(values, named, subcharts).unknown(given);
  }
}
