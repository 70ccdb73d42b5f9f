package dev.airgap.installer.cluster;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads out of pods and events what does not pass by waiting. */
final class PodTroubles {
  private static final String PULL =
      "nodes pull by themselves: each must reach the registry and trust its CA, and the account of"
          + " registry.pullCredentials must be allowed to pull there";
  private static final String CONFIG =
      "a Secret, ConfigMap or key that it names is missing; see `values` in the site file";

  /** Reasons for which a container waits, each with its remedy. */
  private static final Map<String, String> WAITING =
      Map.of(
          "ErrImagePull", PULL,
          "ImagePullBackOff", PULL,
          "InvalidImageName", "see registry.prefix in the site file",
          "CreateContainerConfigError", CONFIG,
          "CreateContainerError", CONFIG,
          "RunContainerError", "its command cannot be run on this node");

  /** Reasons of events that no container's status shows, each with its remedy. */
  private static final Map<String, String> EVENTS =
      Map.of(
          "FailedScheduling", "no node takes it: see resources and node selectors under `values`",
          "FailedMount", CONFIG,
          "FailedAttachVolume", "see the storage class and its provisioner",
          "ProvisioningFailed", "see the storage class and its provisioner",
          "FailedCreatePodSandBox", "see the node's network plug-in",
          "FailedCreate", "a quota or a policy of the namespace forbids it");

  private PodTroubles() {}

  static Stream<PodTrouble> of(Pod pod) {
    return PodContainers.statuses(pod)
        .flatMap(status -> Stream.concat(waiting(pod, status), ended(pod, status)));
  }

  static Optional<PodTrouble> of(Event event) {
    return Optional.ofNullable(EVENTS.get(event.getReason()))
        .map(remedy ->
            new PodTrouble(
                event.getInvolvedObject().getUid() + event.getReason(),
                "%s %s/%s: %s: %s; %s"
                    .formatted(
                        event.getInvolvedObject().getKind(),
                        event.getInvolvedObject().getNamespace(),
                        event.getInvolvedObject().getName(),
                        event.getReason(),
                        event.getMessage(),
                        remedy),
                Optional.empty()));
  }

  private static Stream<PodTrouble> waiting(Pod pod, ContainerStatus status) {
    ContainerStateWaiting waiting = status.getState().getWaiting();
    if (waiting == null || !WAITING.containsKey(waiting.getReason())) {
      return Stream.empty();
    }
    String remedy = WAITING.get(waiting.getReason());
    return Stream.of(
        new PodTrouble(
            key(pod, status, remedy),
            "%s waits: %s: %s; %s"
                .formatted(
                    place(pod, status),
                    waiting.getReason(),
                    Objects.requireNonNullElse(waiting.getMessage(), status.getImage()),
                    remedy),
            Optional.empty()));
  }

  private static Stream<PodTrouble> ended(Pod pod, ContainerStatus status) {
    return Stream.of(status.getState(), status.getLastState())
        .filter(Objects::nonNull)
        .map(ContainerState::getTerminated)
        .filter(end -> end != null && end.getExitCode() != 0)
        .limit(1)
        .map(end -> ended(pod, status, end));
  }

  private static PodTrouble ended(Pod pod, ContainerStatus status, ContainerStateTerminated end) {
    String name = pod.getMetadata().getName();
    return new PodTrouble(
        key(pod, status, "ended"),
        "%s ended with exit code %d (%s)"
            .formatted(place(pod, status), end.getExitCode(), end.getReason()),
        Optional.of(
            new PodTrouble.Ended(
                name, status.getName(), status.getState().getTerminated() == null)));
  }

  private static String key(Pod pod, ContainerStatus status, String kind) {
    return pod.getMetadata().getUid() + status.getName() + kind;
  }

  private static String place(Pod pod, ContainerStatus status) {
    return "pod %s/%s, container %s"
        .formatted(pod.getMetadata().getNamespace(), pod.getMetadata().getName(), status.getName());
  }
}
