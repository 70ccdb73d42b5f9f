package dev.airgap.manifest;

/** What an image is for; helpers are carried and checked, never configured by us. */
public enum ImageRole implements Named {
  API("api"),
  DASHBOARD("dashboard"),
  SERVER("server"),
  CLIENT("client"),
  HELPER("helper");

  private final String word;

  ImageRole(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
