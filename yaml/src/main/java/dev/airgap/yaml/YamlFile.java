package dev.airgap.yaml;

import java.nio.file.Path;

/**
 * Reads one YAML document, at most 1 MiB: no anchors, aliases, tags, duplicate keys or second
 * document.
 */
public final class YamlFile {
  public static final int MAX_BYTES = 1024 * 1024;

  private YamlFile() {}

  /** Reads the file's top-level mapping. */
  public static YamlMapping read(Path file) throws InvalidFileException {
    throw new UnsupportedOperationException("not yet");
  }

  /** Reads a text under the name that problems shall give. */
  public static YamlMapping read(String name, String text) throws InvalidFileException {
    throw new UnsupportedOperationException("not yet");
  }
}
