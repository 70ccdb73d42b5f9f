package dev.airgap.bundler;

import java.time.Instant;

/**
 * The signer's certificate does not cover the bundle's creation time, or is past its end (exit code
 * 2).
 */
public final class SignerNotValidException extends Exception {
  private SignerNotValidException(String message) {
    super(message);
  }

  static SignerNotValidException atCreation(Instant created, Instant begin, Instant end) {
    return new SignerNotValidException(
        "the signer's certificate is valid from %s to %s, but the bundle would be created %s: no reader would accept it; make a new key with 'bundle keygen'"
            .formatted(begin, end, created));
  }

  static SignerNotValidException ended(Instant end) {
    return new SignerNotValidException(
        "the signer's certificate ended %s: no reader accepts what it signs, whatever time is given; make a new key with 'bundle keygen'"
            .formatted(end));
  }
}
