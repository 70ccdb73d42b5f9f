package dev.airgap.yaml;

import java.util.ArrayList;
import java.util.List;

/** Collects the problems of one file, to report them at once. */
public final class Problems {
  private final List<String> found = new ArrayList<>();

  public void add(Position where, String what) {
    found.add(where + ": " + what);
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  public void throwIfAny() throws InvalidFileException {
    if (!found.isEmpty()) {
      throw new InvalidFileException(found);
    }
  }
}
