package dev.airgap.manifest;

/** What a chart is for; {@code other} is carried, never installed. */
public enum ChartRole implements Named {
  CONTROL_PLANE("control-plane"),
  WORKSPACE("workspace"),
  SERVER("server"),
  OTHER("other");

  private final String word;

  ChartRole(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
