package dev.airgap.yaml;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The documents of a YAML stream that a program rendered (a chart's output): hostile input, at most
 * 16 MiB and 10,000 documents, depth 64, aliases bounded.
 */
public final class RenderedDocuments {
  private RenderedDocuments() {}

  /** Every document that is not empty, as plain Java values; each must be a mapping. */
  public static List<Map<String, @Nullable Object>> read(String name, String stream)
      throws InvalidFileException {
    throw new UnsupportedOperationException("not yet");
  }
}
