package dev.airgap.installer.check;

/** How a finding stands to an install. */
public enum Colour {
  GREEN("green"),
  /** A person should know; an install goes on. */
  YELLOW("yellow"),
  /** An install refuses, until it is put right or accepted. */
  RED("red");

  private final String word;

  Colour(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
