package dev.airgap.pki;

/** A name that no certificate can carry; the message says why. */
public final class UnusableNameException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public UnusableNameException(String message) {
    super(message);
  }
}
