package dev.airgap.installer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodTroublesTest {
  @Test
  void imageThatCannotBePulled_isOneTrouble_withTheNodesOwnWords() {
    List<PodTrouble> first =
        troubles(waiting("ErrImagePull", "x509: certificate signed by unknown authority"));
    List<PodTrouble> then = troubles(waiting("ImagePullBackOff", "Back-off pulling image"));
    assertThat(first)
        .singleElement()
        .extracting(PodTrouble::words)
        .asString()
        .startsWith("pod zenml-pro/api-1, container api waits: ErrImagePull: x509: certificate")
        .contains("registry.pullCredentials");
    assertThat(then).extracting(PodTrouble::key).containsExactly(first.getFirst().key());
  }

  @Test
  void containerThatIsOnlyBeingMade_isNoTrouble() {
    assertThat(troubles(waiting("ContainerCreating", ""))).isEmpty();
    assertThat(troubles(waiting("PodInitializing", ""))).isEmpty();
  }

  @Test
  void containerThatEndedBadly_refersToItsLog_ofTheRunThatEnded() {
    ContainerStatus once = ended(1).withRestartCount(0).build();
    ContainerStatus again =
        waiting("CrashLoopBackOff", "back-off 10s")
            .edit()
            .withNewLastState()
            .withNewTerminated()
            .withExitCode(137)
            .withReason("OOMKilled")
            .endTerminated()
            .endLastState()
            .build();
    assertThat(troubles(once).getFirst().words()).endsWith("ended with exit code 1 (Error)");
    assertThat(troubles(once).getFirst().ended())
        .hasValue(new PodTrouble.Ended("api-1", "api", false));
    assertThat(troubles(again).getFirst().words()).endsWith("ended with exit code 137 (OOMKilled)");
    assertThat(troubles(again).getFirst().ended())
        .hasValue(new PodTrouble.Ended("api-1", "api", true));
  }

  @Test
  void containerThatEndedWell_isNoTrouble() {
    assertThat(troubles(ended(0).build())).isEmpty();
  }

  @Test
  void eventsThatNoStatusShows_areTroubles_othersAreNot() {
    assertThat(PodTroubles.of(event("FailedScheduling", "0/3 nodes are available")))
        .map(PodTrouble::words)
        .hasValue(
            "Pod zenml-pro/api-1: FailedScheduling: 0/3 nodes are available; no node takes it: see"
                + " resources and node selectors under `values`");
    assertThat(PodTroubles.of(event("Unhealthy", "Readiness probe failed"))).isEmpty();
  }

  private static List<PodTrouble> troubles(ContainerStatus status) {
    return PodTroubles.of(pod(status)).toList();
  }

  private static Pod pod(ContainerStatus status) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace("zenml-pro")
        .withName("api-1")
        .withUid("1234")
        .endMetadata()
        .withNewStatus()
        .withContainerStatuses(status)
        .endStatus()
        .build();
  }

  private static ContainerStatus waiting(String reason, String message) {
    return named().withNewState().withNewWaiting(message, reason).endState().build();
  }

  private static ContainerStatusBuilder ended(int exitCode) {
    return named()
        .withNewState()
        .withNewTerminated()
        .withExitCode(exitCode)
        .withReason(exitCode == 0 ? "Completed" : "Error")
        .endTerminated()
        .endState();
  }

  private static ContainerStatusBuilder named() {
    return new ContainerStatusBuilder().withName("api").withImage("registry.test/api:1");
  }

  private static Event event(String reason, String message) {
    return new EventBuilder()
        .withReason(reason)
        .withMessage(message)
        .withNewInvolvedObject()
        .withKind("Pod")
        .withNamespace("zenml-pro")
        .withName("api-1")
        .withUid("1234")
        .endInvolvedObject()
        .build();
  }
}
