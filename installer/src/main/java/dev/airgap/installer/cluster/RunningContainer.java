package dev.airgap.installer.cluster;

/**
 * A container as the runtime reports it.
 *
 * @param workload what its pod belongs to
 * @param imageId what the runtime says that it runs; empty before it was pulled
 * @param state for people: running, waiting with its reason, terminated with its reason
 * @param ready whether it runs and is ready, or has ended well
 */
public record RunningContainer(
    String namespace,
    Workload workload,
    String pod,
    String container,
    String image,
    String imageId,
    String state,
    boolean ready) {
  /** As a person finds it. */
  public String place() {
    return "%s/%s %s".formatted(namespace, pod, container);
  }
}
