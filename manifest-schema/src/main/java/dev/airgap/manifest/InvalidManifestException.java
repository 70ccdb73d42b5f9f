package dev.airgap.manifest;

import java.util.List;

/** A manifest breaks its rules; all problems of one reading at once. */
public final class InvalidManifestException extends Exception {
  private final transient List<String> problems;

  public InvalidManifestException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
