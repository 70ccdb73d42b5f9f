package dev.airgap.secrets;

/** All secrets of one run of the program; thread-safe. */
public final class RunSecrets {

  /** Makes a secret and remembers it, so that no output can show it from now on. */
  public Secret keep(String value) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * The text with every known secret replaced by asterisks, also in its usual encodings: base64 (at
   * every alignment), percent, JSON and YAML escapes, hexadecimal.
   */
  public String redact(String text) {
    throw new UnsupportedOperationException("not yet");
  }
}
