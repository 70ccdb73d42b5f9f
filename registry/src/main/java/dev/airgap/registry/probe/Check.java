package dev.airgap.registry.probe;

/** What a probe looks at, in the order in which it is told. */
public enum Check {
  TLS("tls"),
  REGISTRY("registry"),
  LOGIN("login"),
  PUSH("push"),
  DEPTH("depth"),
  TYPES("types"),
  CHUNKS("chunks"),
  SIZE("size"),
  MOUNT("mount"),
  REFERRERS("referrers"),
  TOKEN("token"),
  SPEED("speed");

  private final String word;

  Check(String word) {
    this.word = word;
  }

  /** Its name in a printed line, and in the table of advice. */
  public String word() {
    return word;
  }
}
