package dev.airgap.helm;

/** Helm failed, or did not answer in time or within its memory (exit code 5 where it installed). */
public final class HelmException extends Exception {
  public HelmException(String message) {
    super(message);
  }

  public HelmException(String message, Throwable cause) {
    super(message, cause);
  }
}
