package dev.airgap.bundler;

import java.time.Instant;

/** The signer's certificate does not cover the bundle's creation time (exit code 2). */
public final class SignerNotValidException extends Exception {
  public SignerNotValidException(Instant created, Instant begin, Instant end) {
    super(
        "the signer's certificate is valid from %s to %s, but the bundle would be created %s: no"
                .formatted(begin, end, created)
            + " reader would accept it; make a new key with 'bundle keygen'");
  }
}
