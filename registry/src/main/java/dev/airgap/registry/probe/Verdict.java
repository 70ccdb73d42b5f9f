package dev.airgap.registry.probe;

/** What a finding means for a load. */
public enum Verdict {
  OK("ok"),
  /** A person should know, and a load goes on. */
  NOTE("note"),
  /** A load would fail. */
  RED("red");

  private final String word;

  Verdict(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
