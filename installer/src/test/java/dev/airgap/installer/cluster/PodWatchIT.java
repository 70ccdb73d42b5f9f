package dev.airgap.installer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.SharedApiServer;
import io.fabric8.kubernetes.api.model.EventBuilder;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is told of events, out of a real API server. */
@ExtendWith(SharedApiServer.class)
@Timeout(60)
final class PodWatchIT {
  private final ApiServer server;
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  PodWatchIT(ApiServer server) {
    this.server = server;
  }

  @BeforeEach
  void clear() {
    server.clear("watched");
    server.admin().v1().events().inNamespace("watched").delete();
  }

  @Test
  void warningsFromNowOn_areToldOnce() throws Exception {
    event("FailedScheduling", "an earlier run's", "old");
    try (Cluster cluster = server.connect();
        PodWatch watch = cluster.pods().watch("watched", told::add)) {
      Thread.sleep(Duration.ofSeconds(2)); // for the first look, which tells nothing
      event("FailedScheduling", "0/3 nodes are available", "api-1");
      event("FailedScheduling", "0/3 nodes are available, still", "api-1");
      event("FailedMount", "secret \"x\" not found", "api-2");
      assertThat(told.poll(20, TimeUnit.SECONDS)).contains("api-1", "0/3 nodes are available");
      assertThat(told.poll(20, TimeUnit.SECONDS)).contains("api-2", "secret \"x\" not found");
      assertThat(told.poll(1, TimeUnit.SECONDS)).isNull();
      assertThat(watch.seen()).isEmpty();
    }
  }

  private void event(String reason, String message, String pod) {
    server
        .admin()
        .resource(
            new EventBuilder()
                .withNewMetadata()
                .withNamespace("watched")
                .withGenerateName(pod + ".")
                .endMetadata()
                .withType("Warning")
                .withReason(reason)
                .withMessage(message)
                .withNewInvolvedObject()
                .withKind("Pod")
                .withNamespace("watched")
                .withName(pod)
                .withUid("uid-of-" + pod)
                .endInvolvedObject()
                .build())
        .create();
  }
}
