package dev.airgap.archive;

import dev.airgap.manifest.BundlePath;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A good bundle's bytes, changed by somebody without the key. */
record Tampering(byte[] bytes, TarLayout layout) {
  private static final int CHECKSUM = 148;

  byte[] flip(long at) {
    byte[] changed = bytes.clone();
    changed[(int) at] ^= 1;
    return changed;
  }

  byte[] flipContent(BundlePath path) {
    return flip(layout.slot(path).dataOffset() + 3);
  }

  /** Writes text into a field of the entry's last header block, with a proper checksum. */
  byte[] header(BundlePath path, int from, int length, String text) {
    byte[] changed = bytes.clone();
    TarSlot slot = layout.slot(path);
    int block = (int) slot.dataOffset() - TarHeader.BLOCK;
    byte[] field = Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), length);
    System.arraycopy(field, 0, changed, block + from, length);
    sum(changed, block);
    return changed;
  }

  byte[] name(BundlePath path, String name) {
    return header(path, 0, 100, name);
  }

  byte[] type(BundlePath path, char type) {
    return header(path, 156, 1, String.valueOf(type));
  }

  /** Puts an entry of its own before that of the path. */
  byte[] insertBefore(BundlePath path, char type, String name, byte[] content) {
    byte[] header = TarHeader.of(name, content.length, layout.seconds());
    header[156] = (byte) type;
    sum(header, 0);
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    entry.writeBytes(header);
    entry.writeBytes(content);
    entry.writeBytes(new byte[-content.length & (TarHeader.BLOCK - 1)]);
    return splice(layout.slot(path).offset(), layout.slot(path).offset(), entry.toByteArray());
  }

  /** The zeros at the end make room for it, so that the file keeps its size. */
  byte[] lastEntryTwice() {
    TarSlot last = layout.inOrder().getLast();
    byte[] entry = Arrays.copyOfRange(bytes, (int) last.offset(), (int) last.end());
    return set(last.end(), Arrays.copyOf(entry, TarHeader.BLOCK));
  }

  byte[] remove(BundlePath path) {
    return splice(layout.slot(path).offset(), layout.slot(path).end(), new byte[0]);
  }

  byte[] splice(long from, long to, byte[] instead) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, (int) from);
    out.writeBytes(instead);
    out.write(bytes, (int) to, bytes.length - (int) to);
    return out.toByteArray();
  }

  byte[] cut(long size) {
    return Arrays.copyOf(bytes, (int) size);
  }

  byte[] set(long at, byte[] instead) {
    byte[] changed = bytes.clone();
    System.arraycopy(instead, 0, changed, (int) at, instead.length);
    return changed;
  }

  private static void sum(byte[] bytes, int block) {
    Arrays.fill(bytes, block + CHECKSUM, block + CHECKSUM + 8, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < TarHeader.BLOCK; i++) {
      sum += bytes[block + i] & 0xff;
    }
    byte[] digits = "%06o\0".formatted(sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, bytes, block + CHECKSUM, digits.length);
  }
}
