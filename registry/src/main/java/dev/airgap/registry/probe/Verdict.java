package dev.airgap.registry.probe;

/** What a finding means for what was looked at, such as a load, or a site. */
public enum Verdict {
  OK("ok"),
  /** A person should know, and nothing fails for it. */
  NOTE("note"),
  /** It does not hold: a load would fail, or something of the site is broken. */
  RED("red");

  private final String word;

  Verdict(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
