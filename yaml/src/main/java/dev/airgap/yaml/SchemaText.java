package dev.airgap.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** JSON schemas (draft 2020-12) that lie beside the readers of their files, for editors. */
public final class SchemaText {
  private SchemaText() {}

  /** The resource of this name in the reader's package, as it was written. */
  public static String beside(Class<?> reader, String name) {
    try (InputStream in = reader.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in this program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("this program's own file " + name, e);
    }
  }
}
