package dev.airgap.manifest;

/** What a file beside images and charts is. */
public enum FileKind implements Named {
  README("readme"),
  DOCUMENT("document"),
  IMAGE_LAYOUT("image-layout"),
  INSTALLER("installer");

  private final String word;

  FileKind(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
