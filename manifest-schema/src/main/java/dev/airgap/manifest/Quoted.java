package dev.airgap.manifest;

/** Text from outside as a message may show it: short, and without control characters. */
final class Quoted {
  private static final int MAX_LENGTH = 120;

  private Quoted() {}

  static String text(String outside) {
    return "'" + clean(outside) + "'";
  }

  static String clean(String outside) {
    StringBuilder clean = new StringBuilder();
    outside.codePoints().limit(MAX_LENGTH).forEach(c -> clean.append(shown(c)));
    return outside.codePointCount(0, outside.length()) > MAX_LENGTH
        ? clean + "…"
        : clean.toString();
  }

  private static String shown(int codePoint) {
    boolean printable = codePoint >= 0x20 && codePoint <= 0x7e;
    return printable ? Character.toString(codePoint) : "\\u{%x}".formatted(codePoint);
  }
}
