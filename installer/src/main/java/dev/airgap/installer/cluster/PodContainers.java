package dev.airgap.installer.cluster;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The containers and init containers of a pod, as its status tells. */
final class PodContainers {
  private PodContainers() {}

  /**
   * @param owners whom the ReplicaSets and Jobs of the pod's namespace belong to, where to any
   */
  static Stream<RunningContainer> of(Pod pod, Map<Workload, Workload> owners) {
    Workload parent = controller(pod).orElse(new Workload("Pod", pod.getMetadata().getName()));
    Workload root = owners.getOrDefault(parent, parent);
    return statuses(pod).map(status -> container(pod, root, status));
  }

  /** As the kubelet tells them: none before it has seen the pod. */
  static Stream<ContainerStatus> statuses(Pod pod) {
    return pod.getStatus() == null
        ? Stream.empty()
        : Stream.concat(
            pod.getStatus().getInitContainerStatuses().stream(),
            pod.getStatus().getContainerStatuses().stream());
  }

  /** What made an object. */
  static Optional<Workload> controller(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .findFirst()
        .map(PodContainers::workload);
  }

  private static Workload workload(OwnerReference owner) {
    return new Workload(owner.getKind(), owner.getName());
  }

  private static RunningContainer container(Pod pod, Workload root, ContainerStatus status) {
    return new RunningContainer(
        pod.getMetadata().getNamespace(),
        root,
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
