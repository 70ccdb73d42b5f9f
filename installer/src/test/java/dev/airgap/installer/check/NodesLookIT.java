package dev.airgap.installer.check;

import static dev.airgap.installer.check.Rendered.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.SharedApiServer;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nodes and the room on them, out of a real API server. */
@ExtendWith(SharedApiServer.class)
final class NodesLookIT {
  private static final String TWO_PODS =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: api}
      spec:
        replicas: 2
        template:
          spec:
            initContainers: [{name: first, resources: {requests: {memory: 3Gi}}}]
            containers: [{name: api, resources: {requests: {cpu: 500m}, limits: {memory: 1Gi}}}]
      """;

  private final ApiServer server;

  NodesLookIT(ApiServer server) {
    this.server = server;
  }

  @BeforeEach
  @AfterEach
  void clear() {
    server.clear("elsewhere");
    server.letPodsBeMade("elsewhere");
    server.admin().nodes().delete();
    server.admin().pods().inAnyNamespace().withGracePeriod(0).delete();
  }

  private List<Finding> findings(PlannedRelease... releases) throws Exception {
    try (Cluster cluster = server.connect()) {
      return new NodesLook(cluster.reading(), "linux/amd64", List.of(releases)).findings();
    }
  }

  private void node(String name, String architecture, boolean ready, String memory) {
    Node node =
        server
            .admin()
            .resource(new NodeBuilder().withNewMetadata().withName(name).endMetadata().build())
            .create();
    server
        .admin()
        .resource(
            new NodeBuilder(node)
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .endCondition()
                .withNewNodeInfo()
                .withArchitecture(architecture)
                .withOperatingSystem("linux")
                .endNodeInfo()
                .addToAllocatable(Map.of("cpu", new Quantity("4"), "memory", new Quantity(memory)))
                .endStatus()
                .build())
        .updateStatus();
  }

  private void pod(String node, String memory) {
    server
        .admin()
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace("elsewhere")
                .withName("hungry")
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .addNewContainer()
                .withName("c")
                .withImage("i")
                .withNewResources()
                .addToRequests("memory", new Quantity(memory))
                .endResources()
                .endContainer()
                .endSpec()
                .build())
        .create();
  }

  @Test
  void readyNodesWithRoom_areGreen() throws Exception {
    node("one", "amd64", true, "7Gi");
    assertThat(findings(release(TWO_PODS)))
        .extracting(Finding::colour)
        .containsExactly(Colour.GREEN, Colour.GREEN);
  }

  @Test
  void noNodeOfThePlatform_isRed() throws Exception {
    node("arm", "arm64", true, "8Gi");
    assertThat(findings())
        .singleElement()
        .satisfies(found -> assertThat(found.isRed()).isTrue())
        .satisfies(
            found -> assertThat(found.seen()).contains("none of the 1 nodes is linux/amd64"));
  }

  @Test
  void nodeThatIsNotReady_isRed_andOneOfAnotherPlatformYellow() throws Exception {
    node("one", "amd64", false, "8Gi");
    assertThat(findings().getFirst().seen()).contains("no node of linux/amd64 is ready");
    node("two", "amd64", true, "8Gi");
    node("arm", "arm64", true, "8Gi");
    assertThat(findings().getFirst().colour()).isEqualTo(Colour.YELLOW);
    assertThat(findings().getFirst().remedy())
        .contains("nodeSelector: {kubernetes.io/arch: amd64}");
  }

  @Test
  void taintedNode_isNoRoom_butForWhomToleratesIt() throws Exception {
    node("one", "amd64", true, "7Gi");
    server
        .admin()
        .nodes()
        .withName("one")
        .edit(made ->
            new NodeBuilder(made)
                .editSpec()
                .addNewTaint("NoSchedule", "dedicated", null, "others")
                .endSpec()
                .build());
    assertThat(findings(release(TWO_PODS)).getLast().seen()).contains("(tainted)");
    String tolerant =
        TWO_PODS.replace("    spec:\n", "    spec:\n      tolerations: [{operator: Exists}]\n");
    assertThat(findings(release(tolerant)).getLast().colour()).isEqualTo(Colour.GREEN);
  }

  @Test
  void podsWithoutRoom_areNamed() throws Exception {
    node("one", "amd64", true, "7Gi");
    pod("one", "2Gi");
    assertThat(findings(release(TWO_PODS)).getLast())
        .satisfies(found -> assertThat(found.isRed()).isTrue())
        .satisfies(found ->
            assertThat(found.seen())
                .isEqualTo(
                    "no node has room for planned/api (0.5 cores and 3072 MiB); free of requests:"
                        + " one 3.5 cores and 2048 MiB"));
  }
}
