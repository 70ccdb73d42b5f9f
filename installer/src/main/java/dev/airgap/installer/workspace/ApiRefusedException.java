package dev.airgap.installer.workspace;

import dev.airgap.installer.cluster.ClusterException;

/** The control plane's API answered, and will not do it: HTTP 4xx, by which waiting is no help. */
final class ApiRefusedException extends ClusterException {
  private static final long serialVersionUID = 1L;

  private final int status;

  ApiRefusedException(String message, int status) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
