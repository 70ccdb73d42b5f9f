package dev.airgap.installer.cluster;

/** Which cluster is meant is not sure (exit code 2). */
public final class WrongClusterException extends Exception {
  public WrongClusterException(String message) {
    super(message);
  }
}
