package dev.airgap.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

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

  /** Which of its parts are missing or damaged, as far as the list of parts knows. */
  List<String> damagedParts() throws IOException {
    return Parts.isFirst(name) ? PartList.damaged(Parts.nameOf(name)) : List.of();
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
