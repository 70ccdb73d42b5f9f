package dev.airgap.helm;

import dev.airgap.yaml.InvalidFileException;
import dev.airgap.yaml.RenderedDocuments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A packed chart's own values.yaml: which keys this version of the chart knows. Charts without a
 * schema ignore an unknown key in silence, so whoever sets a key asks here first.
 */
public final class ChartDefaults {
  private final Map<String, ? extends @Nullable Object> values;

  private ChartDefaults(Map<String, ? extends @Nullable Object> values) {
    this.values = values;
  }

  /**
   * @throws HelmException if it is no packed chart, or breaks the limits for one
   */
  public static ChartDefaults of(byte[] packed) throws HelmException {
    try {
      Optional<byte[]> content = ChartFolder.ownFile(packed, "values.yaml");
      String text = content.map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
      List<? extends Map<String, ? extends @Nullable Object>> documents =
          RenderedDocuments.read("values.yaml", text);
      return new ChartDefaults(documents.isEmpty() ? Map.of() : documents.getFirst());
    } catch (IOException | InvalidFileException e) {
      throw new HelmException("the chart's values cannot be read: " + e.getMessage(), e);
    }
  }

  /** Whether the key stands there, also with an empty value. */
  public boolean know(String... path) {
    Object here = values;
    for (String key : path) {
      if (!(here instanceof Map<?, ?> map) || !map.containsKey(key)) {
        return false;
      }
      here = map.get(key);
    }
    return true;
  }
}
