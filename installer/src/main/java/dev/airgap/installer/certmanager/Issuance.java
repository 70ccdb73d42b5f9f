package dev.airgap.installer.certmanager;

/** How far cert-manager has come with one certificate. */
public sealed interface Issuance {
  /** The Secret holds what was asked for. */
  record Issued() implements Issuance {}

  /**
   * It is at work, or waits for somebody.
   *
   * @param words what it says of it
   */
  record Waiting(String words) implements Issuance {}

  /**
   * This attempt came to nothing; cert-manager makes the next one after an hour.
   *
   * @param words why
   */
  record Failed(String words) implements Issuance {}
}
