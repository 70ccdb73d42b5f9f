package dev.airgap.installer.cluster;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.stream.Stream;

/** The containers and init containers of a pod, as its status tells. */
final class PodContainers {
  private PodContainers() {}

  static Stream<RunningContainer> of(Pod pod) {
    if (pod.getStatus() == null || pod.getMetadata().getDeletionTimestamp() != null) {
      return Stream.empty();
    }
    return Stream.concat(
            pod.getStatus().getInitContainerStatuses().stream(),
            pod.getStatus().getContainerStatuses().stream())
        .map(status -> container(pod, status));
  }

  private static RunningContainer container(Pod pod, ContainerStatus status) {
    return new RunningContainer(
        pod.getMetadata().getNamespace(),
        pod.getMetadata().getName(),
        status.getName(),
        status.getImage(),
        status.getImageID() == null ? "" : status.getImageID(),
        state(status.getState()),
        isWell(status));
  }

  private static String state(ContainerState state) {
    if (state.getTerminated() != null) {
      return "ended: " + state.getTerminated().getReason();
    }
    return state.getWaiting() != null ? "waiting: " + state.getWaiting().getReason() : "running";
  }

  private static boolean isWell(ContainerStatus status) {
    ContainerState state = status.getState();
    return state.getTerminated() == null
        ? Boolean.TRUE.equals(status.getReady())
        : Integer.valueOf(0).equals(state.getTerminated().getExitCode());
  }
}
