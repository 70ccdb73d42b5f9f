package dev.airgap.manifest;

/** Whether the source was spoken to over verified TLS. */
public enum Transport implements Named {
  VERIFIED("verified"),
  UNVERIFIED("unverified");

  private final String word;

  Transport(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
