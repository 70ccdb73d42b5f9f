package dev.airgap.pki;

/** A key or certificate file cannot be used; the message names the file and what to do. */
public final class UnusableKeyException extends Exception {
  public UnusableKeyException(String message) {
    super(message);
  }

  public UnusableKeyException(String message, Throwable cause) {
    super(message, cause);
  }
}
