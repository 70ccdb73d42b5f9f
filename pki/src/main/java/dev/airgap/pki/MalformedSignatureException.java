package dev.airgap.pki;

/** The bytes are no CMS SignedData. */
public final class MalformedSignatureException extends Exception {
  public MalformedSignatureException(String message, Throwable cause) {
    super(message, cause);
  }

  public MalformedSignatureException(String message) {
    super(message);
  }
}
