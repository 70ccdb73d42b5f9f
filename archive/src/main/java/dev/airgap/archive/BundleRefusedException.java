package dev.airgap.archive;

/** The bundle is refused (exit code 3): the sentence says exactly why. */
public class BundleRefusedException extends Exception {
  public BundleRefusedException(String sentence) {
    super(sentence);
  }

  public BundleRefusedException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
