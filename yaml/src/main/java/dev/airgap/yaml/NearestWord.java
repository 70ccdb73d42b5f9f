package dev.airgap.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** "Did you mean": the known word that differs least from what was written. */
public final class NearestWord {
  private static final int MAX_LENGTH = 64;

  private NearestWord() {}

  /** A sentence's end: the nearest word if one is near, else all of them. */
  public static String hint(String written, Collection<String> known) {
    List<String> near =
        known.stream()
            .filter(word -> distance(written, word) <= Math.max(2, word.length() / 3))
            .sorted(Comparator.comparingInt(word -> distance(written, word)))
            .toList();
    if (!near.isEmpty()) {
      return "; did you mean '%s'?".formatted(near.getFirst());
    }
    return known.isEmpty()
        ? ""
        : "; known here: " + known.stream().sorted().collect(Collectors.joining(", "));
  }

  /** Levenshtein's distance, letter case ignored. */
  private static int distance(String one, String other) {
    if (one.length() > MAX_LENGTH || other.length() > MAX_LENGTH) {
      return Integer.MAX_VALUE;
    }
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int above = row[j];
        int change = diagonal + (same(one.charAt(i - 1), other.charAt(j - 1)) ? 0 : 1);
        row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[other.length()];
  }

  private static boolean same(char one, char other) {
    return Character.toLowerCase(one) == Character.toLowerCase(other);
  }
}
