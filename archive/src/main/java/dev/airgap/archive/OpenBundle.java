package dev.airgap.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * One open file that claims to be a bundle. From here on the file is never opened by name again.
 */
public final class OpenBundle implements AutoCloseable {
  private final Path name;
  private final PositionalFile file;

  OpenBundle(Path name, FileChannel channel) {
    this.name = name;
    this.file = new PositionalFile(channel);
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
