package dev.airgap.manifest;

import java.util.regex.Pattern;

/**
 * A path inside a bundle, below its root folder: segments of {@code [A-Za-z0-9_][A-Za-z0-9._+-]*}
 * joined by {@code /}, at most 200 characters. Nothing that an operating system could read as
 * another place fits this grammar.
 */
public record BundlePath(String text) implements Comparable<BundlePath> {
  private static final String SEGMENT = "[A-Za-z0-9_][A-Za-z0-9._+-]*";
  private static final Pattern PATH = Pattern.compile(SEGMENT + "(?:/" + SEGMENT + ")*");

  public BundlePath {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not a path that a bundle may have");
    }
  }

  public static boolean isValid(String text) {
    return text.length() <= Limits.PATH_CHARACTERS && PATH.matcher(text).matches();
  }

  /** Bytewise, which for this ASCII grammar is the order of {@code LC_ALL=C sort}. */
  @Override
  public int compareTo(BundlePath other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
