package dev.airgap.archive;

import java.io.IOException;
import java.nio.file.Path;

/**
 * One open file, maybe in parts, that claims to be a bundle. From here on no content is taken from
 * a file that is opened by name again.
 */
public final class OpenBundle implements AutoCloseable {
  private final Path name;
  private final PositionalFile file;

  OpenBundle(Path name, PositionalFile file) {
    this.name = name;
    this.file = file;
  }

  /** The refusal, with its missing or damaged parts, as far as the list of parts knows. */
  BundleRefusedException blamed(BundleRefusedException refusal) throws IOException {
    return PartList.blamed(refusal, name);
  }

  /** What the file was called when it was opened; for messages only. */
  public Path name() {
    return name;
  }

  PositionalFile file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
