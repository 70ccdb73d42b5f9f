package dev.airgap.archive;

import dev.airgap.manifest.BundlePath;
import dev.airgap.manifest.BundlePaths;

/**
 * Where one entry lies in the container; offsets and sizes in bytes.
 *
 * @param offset of its first header block
 * @param headerLength of all its header blocks
 * @param size of its content, without the padding
 */
record TarSlot(BundlePath path, long offset, int headerLength, long size) {
  static TarSlot at(long offset, BundlePath path, long size) {
    return new TarSlot(path, offset, TarHeader.length(name(path), size), size);
  }

  private static String name(BundlePath path) {
    return BundlePaths.ROOT + "/" + path;
  }

  byte[] header(long seconds) {
    return TarHeader.of(name(path), size, seconds);
  }

  long dataOffset() {
    return offset + headerLength;
  }

  long dataEnd() {
    return dataOffset() + size;
  }

  /** Zero bytes up to the next block. */
  int padding() {
    return (int) (-size & (TarHeader.BLOCK - 1));
  }

  long end() {
    return dataEnd() + padding();
  }

  /** For messages: which bytes of the file are the content. */
  String range() {
    return "bytes " + dataOffset() + " to " + dataEnd();
  }
}
