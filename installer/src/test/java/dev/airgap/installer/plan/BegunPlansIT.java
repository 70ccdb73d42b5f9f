package dev.airgap.installer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.RecordingListener;
import dev.airgap.installer.testing.SharedApiServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A plan that was begun is known again, in a real API server. */
@ExtendWith(SharedApiServer.class)
final class BegunPlansIT {
  private final ApiServer server;
  @TempDir private Path folder = Path.of("");

  BegunPlansIT(ApiServer server) {
    this.server = server;
  }

  @BeforeEach
  void clear() {
    server.clear(InstallLease.NAMESPACE);
  }

  private SavedPlan saved(String release) throws Exception {
    String json =
        "{\"apiVersion\": \"airgap.dev/v1\", \"kind\": \"Plan\", \"release\": \"%s\"}"
            .formatted(release);
    return SavedPlan.read(Files.writeString(folder.resolve(release), json));
  }

  @Test
  void lastBegunPlan_isKnownAgain() throws Exception {
    try (Cluster cluster = server.connect();
        InstallLease lease =
            cluster.takeLease("operator@jump/1", Clock.systemUTC(), new RecordingListener())) {
      BegunPlans plans = new BegunPlans(cluster);
      assertThat(plans.hasBegun(saved("one"))).isFalse();
      plans.begin(saved("one"), lease);
      assertThat(plans.hasBegun(saved("one"))).isTrue();
      assertThat(plans.hasBegun(saved("two"))).isFalse();
      plans.begin(saved("two"), lease);
      assertThat(plans.hasBegun(saved("one"))).isFalse();
    }
  }
}
