package dev.airgap.manifest;

/** What is installed: ZenML Pro, or the open-source edition alone. */
public enum Product implements Named {
  ZENML_PRO("zenml-pro"),
  ZENML("zenml");

  private final String word;

  Product(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
