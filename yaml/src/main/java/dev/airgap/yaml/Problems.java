package dev.airgap.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the problems of one file, to report them at once, in the order of its lines. */
public final class Problems {
  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparingInt((Problem problem) -> problem.where().line())
          .thenComparingInt(problem -> problem.where().column());

  private final List<Problem> found = new ArrayList<>();

  private record Problem(Position where, String what) {}

  public void add(Position where, String what) {
    found.add(new Problem(where, what));
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  public void throwIfAny() throws InvalidFileException {
    if (!found.isEmpty()) {
      throw new InvalidFileException(
          found.stream()
              .sorted(BY_PLACE)
              .map(problem -> problem.where() + ": " + problem.what())
              .toList());
    }
  }
}
