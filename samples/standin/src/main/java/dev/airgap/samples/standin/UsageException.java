package dev.airgap.samples.standin;

/** The caller gave arguments that cannot be followed; the message says which. */
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
