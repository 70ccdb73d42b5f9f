package dev.airgap.archive;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Compares every byte of the file that is not an entry's content with the only one that may stand
 * there: headers, padding, and the zeros at the end.
 */
record LayoutCheck(PositionalFile file, TarLayout layout) {

  void run() throws IOException, BundleRefusedException {
    for (TarSlot slot : layout.inOrder()) {
      checkHeader(slot);
      requireContent(slot);
      checkZeros(slot.dataEnd(), slot.end(), "in the padding after " + slot.path());
    }
    checkEnd();
  }

  private void checkHeader(TarSlot slot) throws IOException, BundleRefusedException {
    byte[] expected = slot.header(layout.seconds());
    byte[] found = read(slot.offset(), expected.length, slot);
    if (!Arrays.equals(expected, found)) {
      throw new BundleRefusedException(
          new HeaderDifference(
                  slot.path(), slot.offset(), layout.slots().keySet().stream().toList())
              .sentence(expected, found));
    }
  }

  private void requireContent(TarSlot slot) throws IOException, BundleRefusedException {
    if (file.size() < slot.end()) {
      throw truncated(slot);
    }
  }

  private void checkEnd() throws IOException, BundleRefusedException {
    long begin = layout.contentEnd();
    long size = file.size();
    if (size == begin + TarHeader.BLOCK) {
      throw new BundleRefusedException(
          "the file ends with a lone zero block at byte " + begin + ": truncated");
    }
    checkNoFurtherEntry(begin);
    checkZeros(begin, Math.min(size, layout.fileSize()), "after the last entry");
    if (size < layout.fileSize()) {
      throw new BundleRefusedException(
          "the file has %d bytes and must have %d: truncated".formatted(size, layout.fileSize()));
    }
    if (size > layout.fileSize()) {
      throw new BundleRefusedException(
          "there are %d bytes of data after the end of the archive, from byte %d on"
              .formatted(size - layout.fileSize(), layout.fileSize()));
    }
  }

  /** An entry more, such as the last one again, is what other tools would unpack. */
  private void checkNoFurtherEntry(long begin) throws IOException, BundleRefusedException {
    int block = (int) Math.min(TarHeader.BLOCK, file.size() - begin);
    if (!Arrays.equals(file.read(begin, block), new byte[block])) {
      throw new BundleRefusedException(
          "there are more entries or data after the last entry, from byte %d on, and the manifest names none"
              .formatted(begin));
    }
  }

  private void checkZeros(long from, long to, String where)
      throws IOException, BundleRefusedException {
    byte[] found = file.read(from, (int) (to - from));
    int difference = Arrays.mismatch(found, new byte[found.length]);
    if (difference >= 0) {
      throw new BundleRefusedException(
          "byte %d, %s, is not zero".formatted(from + difference, where));
    }
  }

  private byte[] read(long offset, int length, TarSlot slot)
      throws IOException, BundleRefusedException {
    byte[] found = new byte[length];
    try {
      file.read(ByteBuffer.wrap(found), offset);
      return found;
    } catch (EOFException e) {
      throw truncated(slot);
    }
  }

  private BundleRefusedException truncated(TarSlot slot) throws IOException {
    return new BundleRefusedException(
        "the file ends at byte %d, within %s (%s): truncated"
            .formatted(file.size(), slot.path(), slot.range()));
  }
}
