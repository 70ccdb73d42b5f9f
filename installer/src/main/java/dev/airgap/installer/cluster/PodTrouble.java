package dev.airgap.installer.cluster;

import java.util.Optional;

/**
 * What keeps a pod from running.
 *
 * @param key the same for the same trouble, however often it is seen
 * @param words what Kubernetes says, and what to do about it
 * @param ended the container whose last log lines say more
 */
record PodTrouble(String key, String words, Optional<Ended> ended) {
  /**
   * @param restarted whether it runs again, so that its log is that of the run before
   */
  record Ended(String pod, String container, boolean restarted) {}
}
