package dev.airgap.installer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.HttpsStub;
import dev.airgap.installer.testing.HttpsStub.Answer;
import dev.airgap.installer.testing.SharedApiServer;
import dev.airgap.secrets.RunSecrets;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs of pods that failed, from a real API server that asks a node of ours for them. */
@ExtendWith(SharedApiServer.class)
@Timeout(120)
final class PodLogsIT {
  private static final String NAMESPACE = "logged";
  private static final String NODE = "node-of-logs";
  private static final String PASSWORD = "pa/ss w\"ord+42";

  private final ApiServer server;
  private final HttpsStub node = HttpsStub.of("node.test");
  private final RunSecrets secrets = new RunSecrets();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  PodLogsIT(ApiServer server) throws Exception {
    this.server = server;
    secrets.keep(PASSWORD);
  }

  @BeforeEach
  void clear() {
    server.clear(NAMESPACE);
    server.letPodsBeMade(NAMESPACE);
    server.admin().pods().inNamespace(NAMESPACE).withGracePeriod(0).delete();
    server.admin().v1().events().inNamespace(NAMESPACE).delete();
    server.admin().nodes().withName(NODE).delete();
    server
        .admin()
        .resource(
            new NodeBuilder()
                .withNewMetadata()
                .withName(NODE)
                .endMetadata()
                .withNewStatus()
                .addNewAddress("127.0.0.1", "InternalIP")
                .withNewDaemonEndpoints()
                .withNewKubeletEndpoint(node.address().getPort())
                .endDaemonEndpoints()
                .endStatus()
                .build())
        .create();
  }

  @AfterEach
  void close() {
    server.admin().nodes().withName(NODE).delete();
    node.close();
  }

  private void failedPod(String name) {
    Pod pod =
        server
            .admin()
            .resource(
                new PodBuilder()
                    .withNewMetadata()
                    .withNamespace(NAMESPACE)
                    .withName(name)
                    .endMetadata()
                    .withNewSpec()
                    .withNodeName(NODE)
                    .addNewContainer()
                    .withName("zenml")
                    .withImage("registry.test/zenml:1")
                    .endContainer()
                    .endSpec()
                    .build())
            .create();
    server
        .admin()
        .resource(
            new PodBuilder(pod)
                .editOrNewStatus()
                .withPhase("Failed")
                .withContainerStatuses(
                    new ContainerStatusBuilder()
                        .withName("zenml")
                        .withImage("registry.test/zenml:1")
                        .withImageID("")
                        .withReady(false)
                        .withRestartCount(0)
                        .withNewState()
                        .withNewTerminated()
                        .withExitCode(1)
                        .withReason("Error")
                        .endTerminated()
                        .endState()
                        .build())
                .endStatus()
                .build())
        .updateStatus();
  }

  private String heard() throws Exception {
    String words = told.poll(30, TimeUnit.SECONDS);
    assertThat(words).isNotNull();
    return secrets.redact(String.valueOf(words));
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "in a URL", "in JSON", "in base64"})
  void migrationThatPrintsItsDatabasesUrl_tellsNoPassword(String form) throws Exception {
    String written =
        switch (form) {
          case "plain" -> PASSWORD;
          case "in a URL" ->
              URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8).replace("+", "%20");
          case "in JSON" -> PASSWORD.replace("\"", "\\\"");
          default ->
              java.util.Base64.getEncoder()
                  .encodeToString(PASSWORD.getBytes(StandardCharsets.UTF_8));
        };
    String line = "no connection to mysql://zenml:%s@db.test:3306/zenml".formatted(written);
    node.otherwise((request, body) -> new Answer(200, "migrating\n" + line + "\n"));
    try (Cluster cluster = server.connect();
        PodWatch watch = cluster.pods().watch(NAMESPACE, told::add)) {
      failedPod("migration");
      assertThat(heard())
          .contains("container zenml ended with exit code 1", "migrating", "@db.test:3306/zenml")
          .contains("***")
          .doesNotContain(written);
      assertThat(watch.seen()).isEmpty();
    }
    assertThat(node.requests()).anyMatch(one -> one.startsWith("GET /containerLogs/logged/"));
  }

  @Test
  void lineThatTheLimitCuts_isLeftOut_asItMayEndWithinAPassword() throws Exception {
    String log = "whole line\n" + "x".repeat(4096 - 11 - 5) + "pa/ss w\"ord+42 and more\n";
    node.otherwise((request, body) -> new Answer(200, log));
    try (Cluster cluster = server.connect();
        PodWatch watch = cluster.pods().watch(NAMESPACE, told::add)) {
      failedPod("long");
      assertThat(heard()).contains("whole line").doesNotContain("xxx", "pa/ss");
      assertThat(watch.seen()).isEmpty();
    }
  }

  @Test
  void nodeThatDoesNotAnswer_keepsNothingElseFromBeingTold() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    node.otherwise((request, body) -> {
      try {
        answer.await(60, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return new Answer(200, "late");
    });
    try (Cluster cluster = server.connect();
        PodWatch watch = cluster.pods().watch(NAMESPACE, told::add)) {
      Thread.sleep(1000); // for the first look, after which events are told
      failedPod("silent");
      Thread.sleep(1000);
      event();
      assertThat(heard()).contains("0/3 nodes are available");
      assertThat(heard()).contains("its log did not come within 5 s");
      assertThat(watch.seen()).isEmpty();
    } finally {
      answer.countDown();
    }
  }

  private void event() {
    server
        .admin()
        .resource(
            new EventBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withGenerateName("other.")
                .endMetadata()
                .withType("Warning")
                .withReason("FailedScheduling")
                .withMessage("0/3 nodes are available")
                .withNewInvolvedObject()
                .withKind("Pod")
                .withNamespace(NAMESPACE)
                .withName("other")
                .withUid("uid-of-other")
                .endInvolvedObject()
                .build())
        .create();
  }
}
