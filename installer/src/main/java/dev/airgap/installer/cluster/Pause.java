package dev.airgap.installer.cluster;

import java.time.Duration;

/**
 * The time between two looks at something that is waited for.
 *
 * @param interrupted what is said when the run is stopped meanwhile
 */
public record Pause(Duration length, String interrupted) {
  public void take() throws ClusterException {
    try {
      Thread.sleep(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException(interrupted, e);
    }
  }
}
