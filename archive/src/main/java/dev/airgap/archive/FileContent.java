package dev.airgap.archive;

import java.nio.file.Path;

/** Where a file's bytes come from. */
public sealed interface FileContent {
  /** Bytes in memory: charts, texts. */
  record InMemory(byte[] bytes) implements FileContent {}

  /** A file of this machine; hashed when the bundle is laid out and again while it is copied. */
  record OnDisk(Path file) implements FileContent {}
}
