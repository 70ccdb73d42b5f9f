package dev.airgap.secrets;

/**
 * A value that must not be seen. It prints as asterisks and only {@link RunSecrets} can make one,
 * so that the redactor knows every secret that exists.
 */
public final class Secret {
  private final String value;

  Secret(String value) {
    this.value = value;
  }

  /** The value itself, for the one place that needs it (a request header, a values file). */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "***";
  }
}
