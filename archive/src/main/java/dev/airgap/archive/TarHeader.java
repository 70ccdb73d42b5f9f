package dev.airgap.archive;

import java.nio.charset.StandardCharsets;

/**
 * The header blocks of a regular file, as POSIX.1-2017 ("pax Interchange Format", "ustar
 * Interchange Format") defines them: one way to write each path and size. Writer and reader use
 * this same function, so that the reader can compare bytes rather than interpret them.
 */
final class TarHeader {
  /** Everything in a tar comes in blocks of this many bytes. */
  static final int BLOCK = 512;

  /** The largest size that eleven octal digits can hold: one byte under 8 GiB. */
  static final long MAX_USTAR_SIZE = 0_77777777777L;

  private static final int MAX_NAME = 100;
  private static final int MAX_PREFIX = 155;
  private static final String PAX_NAME = "zenml-air-gapped-bundle/PaxHeaders";
  private static final int CHECKSUM = 148;
  private static final int TYPE = 156;
  private static final int PREFIX = 345;

  private TarHeader() {}

  /**
   * @param name the whole path in the container, ASCII
   * @param size in bytes
   * @param seconds the modification time since 1970, at most eleven octal digits
   * @return one block, or three where a pax record must carry the path or the size
   */
  static byte[] of(String name, long size, long seconds) {
    int slash = split(name);
    boolean isLongName = slash == NO_SPLIT;
    boolean isLarge = size > MAX_USTAR_SIZE;
    if (!isLongName && !isLarge) {
      return ustar(name, slash, size, seconds, '0');
    }
    String records =
        (isLongName ? record("path", name) : "")
            + (isLarge ? record("size", Long.toString(size)) : "");
    byte[] blocks = new byte[3 * BLOCK];
    put(blocks, 0, ustar(PAX_NAME, WHOLE, records.length(), seconds, 'x'));
    put(blocks, BLOCK, ascii(records));
    String shown = isLongName ? name.substring(0, MAX_NAME) : name;
    put(
        blocks,
        2 * BLOCK,
        ustar(shown, isLongName ? WHOLE : slash, isLarge ? 0 : size, seconds, '0'));
    return blocks;
  }

  /** How many bytes {@link #of} gives, without making them. */
  static int length(String name, long size) {
    return split(name) == NO_SPLIT || size > MAX_USTAR_SIZE ? 3 * BLOCK : BLOCK;
  }

  private static final int WHOLE = -1;
  private static final int NO_SPLIT = -2;

  /**
   * Where the path is split into prefix and name: nowhere if the name holds it all, else at the
   * last slash that the prefix can reach, and {@link #NO_SPLIT} if the name is too long even so.
   */
  private static int split(String name) {
    if (name.length() <= MAX_NAME) {
      return WHOLE;
    }
    int slash = name.lastIndexOf('/', MAX_PREFIX);
    return slash > 0 && name.length() - slash - 1 <= MAX_NAME ? slash : NO_SPLIT;
  }

  private static byte[] ustar(String path, int slash, long size, long seconds, char type) {
    byte[] block = new byte[BLOCK];
    put(block, 0, ascii(path.substring(slash + 1)));
    octal(block, 100, 7, 0644);
    octal(block, 108, 7, 0);
    octal(block, 116, 7, 0);
    octal(block, 124, 11, size);
    octal(block, 136, 11, seconds);
    block[TYPE] = (byte) type;
    put(block, 257, ascii("ustar\00000"));
    octal(block, 329, 7, 0);
    octal(block, 337, 7, 0);
    if (slash > 0) {
      put(block, PREFIX, ascii(path.substring(0, slash)));
    }
    seal(block);
    return block;
  }

  /** The sum of all bytes, with the field itself taken as spaces: six digits, NUL, space. */
  private static void seal(byte[] block) {
    put(block, CHECKSUM, ascii("        "));
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    octal(block, CHECKSUM, 6, sum);
    block[CHECKSUM + 6] = 0;
  }

  /** "length key=value\n", where the length counts itself. */
  private static String record(String key, String value) {
    int rest = key.length() + value.length() + 3;
    int length = rest + 1;
    while (Integer.toString(length).length() + rest != length) {
      length++;
    }
    return length + " " + key + "=" + value + "\n";
  }

  private static void octal(byte[] block, int at, int digits, long value) {
    String text = Long.toOctalString(value);
    if (value < 0 || text.length() > digits) {
      throw new IllegalArgumentException(value + " does not fit a tar header");
    }
    put(block, at, ascii("0".repeat(digits - text.length()) + text));
  }

  private static void put(byte[] block, int at, byte[] bytes) {
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
