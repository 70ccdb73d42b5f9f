package dev.airgap.manifest;

/** Which platforms a bundle carries; {@code all} keeps every index whole. */
public enum Platform implements Named {
  LINUX_AMD64("linux/amd64"),
  ALL("all");

  private final String word;

  Platform(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
