package dev.airgap.installer.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.SharedApiServer;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A real API server; this test does what its controllers would do. */
@ExtendWith(SharedApiServer.class)
@Timeout(120)
final class PassingNamespaceIT {
  private static final String NAME = "passing-test";

  private final ApiServer server;
  private final Thread controllers = Thread.ofPlatform().daemon().unstarted(this::control);

  PassingNamespaceIT(ApiServer server) {
    this.server = server;
  }

  @BeforeEach
  void begin() {
    controllers.start();
  }

  @AfterEach
  void end() throws Exception {
    server.admin().namespaces().withName(NAME).delete();
    while (there().isPresent()) {
      Thread.sleep(100);
    }
    controllers.interrupt();
    controllers.join();
  }

  private void control() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        there().ifPresent(this::control);
        Thread.sleep(100);
      } catch (KubernetesClientException e) {
        // looked at again
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void control(Namespace there) {
    if (there.getMetadata().getDeletionTimestamp() == null) {
      server.letPodsBeMade(NAME);
      return;
    }
    there.getSpec().setFinalizers(List.of());
    server.admin().raw("/api/v1/namespaces/%s/finalize".formatted(NAME), "PUT", there);
  }

  private Optional<Namespace> there() {
    return Optional.ofNullable(server.admin().namespaces().withName(NAME).get());
  }

  private boolean stays() {
    return there().filter(one -> one.getMetadata().getDeletionTimestamp() == null).isPresent();
  }

  @Test
  void itGoes_withThePodsInIt() throws Exception {
    try (Cluster cluster = server.connect()) {
      try (PassingNamespace passing = cluster.passingNamespace(NAME, "me@here/1")) {
        assertThat(there().orElseThrow().getMetadata().getAnnotations())
            .containsEntry("airgap.dev/made-by", "me@here/1");
        passing
            .pods()
            .start(
                new PassingPod(
                    "one",
                    "node-1",
                    "registry.test/x@sha256:1",
                    Optional.of("pull"),
                    List.of("sleep"),
                    Map.of("A", "b")));
        Pod made = server.admin().pods().inNamespace(NAME).withName("one").get();
        assertThat(made.getSpec().getActiveDeadlineSeconds()).isEqualTo(60);
        assertThat(made.getSpec().getAutomountServiceAccountToken()).isFalse();
        assertThat(made.getSpec().getVolumes()).isEmpty();
        assertThat(made.getSpec().getNodeName()).isEqualTo("node-1");
        assertThat(passing.pods().seen())
            .containsExactly(
                new PassingPods.Seen("one", false, Optional.empty(), Optional.empty()));
        assertThat(passing.pods().log("one")).isEmpty();
      }
      assertThat(stays()).isFalse();
    }
  }

  @Test
  void whatAKilledRunLeft_isRemovedFirst() throws Exception {
    try (Cluster cluster = server.connect()) {
      String before;
      cluster.passingNamespace(NAME, "killed");
      before = there().orElseThrow().getMetadata().getUid();
      try (PassingNamespace passing = cluster.passingNamespace(NAME, "next")) {
        assertThat(there().orElseThrow().getMetadata().getUid()).isNotEqualTo(before);
        assertThat(passing.name()).isEqualTo(NAME);
      }
    }
  }

  @Test
  void aRunThatEndsLate_leavesTheNextOnesAlone() throws Exception {
    try (Cluster cluster = server.connect()) {
      PassingNamespace late = cluster.passingNamespace(NAME, "late");
      try (PassingNamespace passing = cluster.passingNamespace(NAME, "next")) {
        late.close();
        assertThat(stays()).isTrue();
        assertThat(passing.name()).isEqualTo(NAME);
      }
    }
  }

  @Test
  void somebodyElsesNamespace_isLeftAlone() throws Exception {
    server
        .admin()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(NAME)
                .addToLabels("app.kubernetes.io/managed-by", "bundle")
                .endMetadata()
                .build())
        .create();
    try (Cluster cluster = server.connect()) {
      assertThatThrownBy(() -> cluster.passingNamespace(NAME, "me"))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("is there, and not made by us, so that it is left alone");
      assertThat(stays()).isTrue();
    }
  }
}
