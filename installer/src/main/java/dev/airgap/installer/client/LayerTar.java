package dev.airgap.installer.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a layer's tar from its start to its end: ustar, pax headers (POSIX.1-2001) and GNU's long
 * names, as image builders write them. Hostile input: at most {@link #MAX_ENTRIES} entries, {@link
 * #MAX_BYTES} bytes, and headers of {@link #MAX_HEADER} bytes.
 */
final class LayerTar {
  static final int MAX_ENTRIES = 2_000_000;
  static final long MAX_BYTES = 64L << 30;
  static final int MAX_HEADER = 1 << 20;

  private static final int BLOCK = 512;

  private final InputStream in;
  private long bytes;
  private int entries;
  private long left;
  private long padding;

  LayerTar(InputStream in) {
    this.in = in;
  }

  /** The next entry; what was not read of the last one's content is passed over. */
  Optional<LayerEntry> next() throws IOException {
    Map<String, String> extended = new HashMap<>();
    while (true) {
      skip(left + padding);
      byte[] header = block();
      if (header.length == 0 || isZero(header)) {
        return Optional.empty();
      }
      int type = header[156];
      open(size(header, type, extended));
      switch (type) {
        case 'x' -> extended.putAll(pax(headerContent()));
        case 'L' -> extended.put("path", text(headerContent()));
        case 'K' -> extended.put("linkpath", text(headerContent()));
        case 'g' -> headerContent();
        default -> {
          return Optional.of(entry(header, type, extended));
        }
      }
    }
  }

  /**
   * The content of the entry that {@link #next} gave.
   *
   * @throws UnusableBaseException if it has more bytes than this
   */
  byte[] content(int limit) throws IOException {
    if (left > limit) {
      throw new UnusableBaseException("a file of %d bytes, more than %d".formatted(left, limit));
    }
    byte[] content = in.readNBytes((int) left);
    if (content.length < left) {
      throw cutOff();
    }
    left = 0;
    return content;
  }

  private byte[] headerContent() throws IOException {
    return content(MAX_HEADER);
  }

  private void open(long size) throws UnusableBaseException {
    bytes += size + BLOCK;
    if (++entries > MAX_ENTRIES || bytes > MAX_BYTES) {
      throw new UnusableBaseException(
          "a layer with more than %d entries or %d bytes".formatted(MAX_ENTRIES, MAX_BYTES));
    }
    left = size;
    padding = (BLOCK - size % BLOCK) % BLOCK;
  }

  private byte[] block() throws IOException {
    byte[] header = in.readNBytes(BLOCK);
    if (header.length > 0 && header.length < BLOCK) {
      throw cutOff();
    }
    return header;
  }

  private static LayerEntry entry(byte[] header, int type, Map<String, String> extended) {
    String prefix = field(header, 257, 5).equals("ustar") ? field(header, 345, 155) : "";
    String name = field(header, 0, 100);
    String path = extended.getOrDefault("path", prefix.isEmpty() ? name : prefix + "/" + name);
    String link = extended.getOrDefault("linkpath", field(header, 157, 100));
    return new LayerEntry(LayerEntry.kind(type), LayerPath.plain(path), link);
  }

  /** Links and folders have no content, whatever their header says. */
  private static long size(byte[] header, int type, Map<String, String> extended)
      throws UnusableBaseException {
    if (type >= '1' && type <= '6') {
      return 0;
    }
    String given = type == 'x' || type == 'g' ? null : extended.get("size");
    return given != null ? decimal(given) : number(header);
  }

  private static long decimal(String text) throws UnusableBaseException {
    if (!text.matches("[0-9]{1,18}")) {
      throw new UnusableBaseException("a layer with a size that is no number");
    }
    return Long.parseLong(text);
  }

  /** Octal, or GNU's base 256 where the first bit is set. */
  private static long number(byte[] header) throws UnusableBaseException {
    if ((header[124] & 0x80) != 0) {
      long value = 0;
      for (int i = 128; i < 136; i++) {
        value = (value << 8) | (header[i] & 0xff);
      }
      return requireSize(value);
    }
    String octal = field(header, 124, 12).strip();
    if (!octal.matches("[0-7]{0,12}")) {
      throw new UnusableBaseException("a layer with a size that is no number");
    }
    return octal.isEmpty() ? 0 : Long.parseLong(octal, 8);
  }

  private static long requireSize(long value) throws UnusableBaseException {
    if (value < 0 || value > MAX_BYTES) {
      throw new UnusableBaseException("a layer with a size that no layer has");
    }
    return value;
  }

  private static Map<String, String> pax(byte[] records) throws UnusableBaseException {
    Map<String, String> found = new HashMap<>();
    for (int at = 0; at < records.length; ) {
      int space = at;
      while (space < records.length && records[space] != ' ') {
        space++;
      }
      String digits = new String(records, at, space - at, StandardCharsets.US_ASCII);
      int length = digits.matches("[0-9]{1,7}") ? Integer.parseInt(digits) : 0;
      if (length <= space - at || at + length > records.length) {
        throw new UnusableBaseException("a layer with a pax header that cannot be read");
      }
      String record =
          new String(records, space + 1, at + length - space - 2, StandardCharsets.UTF_8);
      int equals = record.indexOf('=');
      if (equals > 0) {
        found.put(record.substring(0, equals), record.substring(equals + 1));
      }
      at += length;
    }
    return found;
  }

  private static String text(byte[] bytes) {
    return field(bytes, 0, bytes.length);
  }

  private static String field(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }

  private static boolean isZero(byte[] header) {
    return Arrays.equals(header, new byte[BLOCK]);
  }

  private void skip(long count) throws IOException {
    try {
      in.skipNBytes(count);
    } catch (java.io.EOFException e) {
      throw cutOff();
    }
    left = 0;
    padding = 0;
  }

  private static UnusableBaseException cutOff() {
    return new UnusableBaseException("a layer that is cut off");
  }
}
