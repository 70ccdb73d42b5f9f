package dev.airgap.installer.cluster;

/** The cluster did not do what was asked (exit code 5). */
public class ClusterException extends Exception {
  public ClusterException(String message) {
    super(message);
  }

  public ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
