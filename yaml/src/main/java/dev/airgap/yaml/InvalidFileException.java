package dev.airgap.yaml;

import java.util.List;

/** A file that a person wrote has problems: all of them, each with file, line and column. */
public final class InvalidFileException extends Exception {
  private final transient List<String> problems;

  public InvalidFileException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
