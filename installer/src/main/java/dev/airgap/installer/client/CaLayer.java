package dev.airgap.installer.client;

import dev.airgap.manifest.Digest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * A layer of one file. Its bytes follow from the file alone: no time, no user, and gzip (RFC 1952)
 * with stored blocks, so that no compressor's version shows in them.
 *
 * @param diffId digest of the tar
 * @param packed the tar in gzip
 */
record CaLayer(Digest diffId, byte[] packed) {
  private static final int BLOCK = 512;
  private static final int STORED = 65_535;
  private static final byte[] GZIP = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  static CaLayer of(String path, byte[] content) {
    byte[] tar = tar(path, content);
    return new CaLayer(Digest.of(tar), gzip(tar));
  }

  private static byte[] tar(String path, byte[] content) {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    tar.writeBytes(header(path, content.length));
    tar.writeBytes(content);
    tar.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    tar.writeBytes(new byte[2 * BLOCK]);
    return tar.toByteArray();
  }

  private static byte[] header(String path, int size) {
    byte[] header = new byte[BLOCK];
    put(header, 0, path);
    put(header, 100, "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, "%011o".formatted(size));
    put(header, 136, "00000000000");
    put(header, 148, "        ");
    put(header, 156, "0");
    put(header, 257, "ustar");
    put(header, 263, "00");
    int sum = 0;
    for (byte one : header) {
      sum += one & 0xff;
    }
    put(header, 148, "%06o".formatted(sum));
    header[154] = 0;
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    packed.writeBytes(GZIP);
    for (int at = 0; at < content.length; at += STORED) {
      int length = Math.min(STORED, content.length - at);
      boolean last = at + length == content.length;
      packed.writeBytes(
          little(5)
              .put((byte) (last ? 1 : 0))
              .putShort((short) length)
              .putShort((short) ~length)
              .array());
      packed.write(content, at, length);
    }
    CRC32 sum = new CRC32();
    sum.update(content);
    packed.writeBytes(little(8).putInt((int) sum.getValue()).putInt(content.length).array());
    return packed.toByteArray();
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
