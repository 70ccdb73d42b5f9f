package dev.airgap.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The fields of a ustar header block, in the order in which a difference is told. */
enum HeaderField {
  MAGIC(257, 265, "format"),
  TYPE(156, 157, "type"),
  NAME(0, 100, "name"),
  PREFIX(345, 500, "folder"),
  MODE(100, 108, "mode"),
  USER(108, 116, "user"),
  GROUP(116, 124, "group"),
  USER_NAME(265, 297, "user name"),
  GROUP_NAME(297, 329, "group name"),
  LINK(157, 257, "link target"),
  DEVICES(329, 345, "device"),
  SIZE(124, 136, "size"),
  TIME(136, 148, "time"),
  REST(500, 512, "end of the header"),
  CHECKSUM(148, 156, "checksum");

  private static final int MOST_SHOWN = 4;

  private final int from;
  private final int to;
  private final String word;

  HeaderField(int from, int to, String word) {
    this.from = from;
    this.to = to;
    this.word = word;
  }

  String word() {
    return word;
  }

  boolean differs(byte[] one, byte[] other) {
    return !Arrays.equals(one, from, to, other, from, to);
  }

  /** The text up to the first NUL, for messages only what is printable of it. */
  String text(byte[] block) {
    String whole = new String(block, from, to - from, StandardCharsets.ISO_8859_1);
    int end = whole.indexOf('\0');
    return (end < 0 ? whole : whole.substring(0, end)).replaceAll("[^ -~]", "?");
  }

  /** Where in the block the field differs first. */
  int mismatch(byte[] one, byte[] other) {
    return from + Arrays.mismatch(one, from, to, other, from, to);
  }

  /** A few of the field's bytes. */
  String hex(byte[] block, int at) {
    return "0x" + HexFormat.of().formatHex(block, at, Math.min(to, at + MOST_SHOWN));
  }

  /** A number as this format writes it: octal digits that fill the field up to one NUL. */
  Optional<Long> number(byte[] block) {
    String digits = text(block);
    boolean proper = digits.length() == to - from - 1 && digits.matches("[0-7]+");
    return proper ? Optional.of(Long.parseLong(digits, 8)) : Optional.empty();
  }
}
