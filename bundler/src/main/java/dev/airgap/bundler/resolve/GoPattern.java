package dev.airgap.bundler.resolve;

import java.util.regex.Pattern;

/**
 * A pattern for file names as Go's {@code path/filepath.Match} reads it: {@code *} and {@code ?} do
 * not cross a {@code /}, {@code [a-c]} and {@code [^a]} are classes, and a backslash takes the next
 * character as it is. Unlike a shell's, {@code [!a]} is a class of two characters.
 */
final class GoPattern {
  private static final String CUT_OFF = "the pattern ends in the middle of a [class] or after a \\";

  private final String text;
  private final StringBuilder expression = new StringBuilder();
  private int at;

  private GoPattern(String text) {
    this.text = text;
  }

  /**
   * @throws IllegalArgumentException if Go calls it malformed
   */
  static Matching of(String text) {
    return new Matching(Pattern.compile(new GoPattern(text).expression()));
  }

  /** A pattern that could be read. */
  record Matching(Pattern expression) {
    boolean matches(String name) {
      return expression.matcher(name).matches();
    }
  }

  private String expression() {
    while (at < text.length()) {
      int character = next();
      switch (character) {
        case '*' -> expression.append("[^/]*");
        case '?' -> expression.append("[^/]");
        case '[' -> characterClass();
        case '\\' -> expression.append(exactly(next()));
        default -> expression.append(exactly(character));
      }
    }
    return expression.toString();
  }

  private void characterClass() {
    boolean negated = isNext('^');
    at += negated ? 1 : 0;
    StringBuilder ranges = new StringBuilder();
    do {
      int from = member();
      int to = from;
      if (isNext('-')) {
        at++;
        to = member();
      }
      if (from <= to) {
        ranges.append(exactly(from)).append('-').append(exactly(to));
      }
    } while (!isNext(']'));
    at++;
    expression.append(inClass(negated, ranges.toString()));
  }

  /** A range that runs backwards, such as {@code [z-a]}, holds nothing. */
  private static String inClass(boolean negated, String ranges) {
    if (ranges.isEmpty()) {
      return negated ? "(?s:.)" : "(?!)";
    }
    return (negated ? "[^" : "[") + ranges + "]";
  }

  private int member() {
    int character = next();
    if (character == '-' || character == ']') {
      throw new IllegalArgumentException(
          "in a [class], '%c' stands behind a backslash".formatted(character));
    }
    return character == '\\' ? next() : character;
  }

  private boolean isNext(char expected) {
    return at < text.length() && text.charAt(at) == expected;
  }

  private int next() {
    if (at >= text.length()) {
      throw new IllegalArgumentException(CUT_OFF);
    }
    int character = text.codePointAt(at);
    at += Character.charCount(character);
    return character;
  }

  private static String exactly(int character) {
    return "\\x{%x}".formatted(character);
  }
}
