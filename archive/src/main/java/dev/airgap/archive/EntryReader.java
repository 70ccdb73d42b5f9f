package dev.airgap.archive;

import dev.airgap.manifest.BundlePath;
import dev.airgap.manifest.BundlePaths;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads an entry whose size is known from nowhere but its own header, up to a limit. */
record EntryReader(PositionalFile file) {
  private static final List<BundlePath> HEAD =
      List.of(BundlePaths.MANIFEST_TEXT, BundlePaths.SIGNATURE, BundlePaths.MANIFEST_JSON);

  /** An entry in memory, and where the next one begins. */
  record Entry(byte[] content, long seconds, long end) {}

  Entry read(long offset, BundlePath path, int limit) throws IOException, BundleRefusedException {
    byte[] found = bytes(offset, TarHeader.BLOCK, path);
    Optional<Long> size = HeaderField.SIZE.number(found);
    Optional<Long> seconds = HeaderField.TIME.number(found);
    String name = BundlePaths.ROOT + "/" + path;
    byte[] expected = TarHeader.of(name, size.orElse(0L), seconds.orElse(0L));
    if (!Arrays.equals(expected, found)) {
      throw new BundleRefusedException(
          new HeaderDifference(path, offset, HEAD).sentence(expected, found));
    }
    TarSlot slot = TarSlot.at(offset, path, size.orElseThrow());
    if (slot.size() > limit) {
      throw new BundleRefusedException(
          "%s has %d bytes, and no more than %d are read".formatted(path, slot.size(), limit));
    }
    byte[] content = bytes(slot.dataOffset(), (int) slot.size(), path);
    return new Entry(content, seconds.orElseThrow(), slot.end());
  }

  private byte[] bytes(long offset, int length, BundlePath path)
      throws IOException, BundleRefusedException {
    try {
      return file.read(offset, length);
    } catch (EOFException e) {
      throw new BundleRefusedException(
          "%s within its first entries, where %s belongs: truncated, or no bundle"
              .formatted(e.getMessage(), path),
          e);
    }
  }
}
