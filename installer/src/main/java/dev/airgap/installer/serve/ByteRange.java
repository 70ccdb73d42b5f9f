package dev.airgap.installer.serve;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which bytes a client wants (RFC 9110, section 14.2). A range that is not understood, or that no
 * byte satisfies, is passed over, as a server may: then all of it is sent.
 *
 * @param from the first byte
 * @param length how many
 * @param size of the whole
 */
record ByteRange(long from, long length, long size) {
  private static final Pattern ONE = Pattern.compile("bytes=([0-9]{1,18})-([0-9]{0,18})");

  static ByteRange of(@Nullable String header, long size) {
    Matcher range = ONE.matcher(header == null ? "" : header);
    if (!range.matches()) {
      return new ByteRange(0, size, size);
    }
    long from = Long.parseLong(range.group(1));
    long last = range.group(2).isEmpty() ? size - 1 : Long.parseLong(range.group(2));
    long to = Math.min(last, size - 1);
    return from > to ? new ByteRange(0, size, size) : new ByteRange(from, to - from + 1, size);
  }

  boolean isPart() {
    return length != size;
  }

  String header() {
    return "bytes %d-%d/%d".formatted(from, from + length - 1, size);
  }
}
