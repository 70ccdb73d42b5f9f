package dev.airgap.installer.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.installer.site.SecretSource;
import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.MovedClock;
import dev.airgap.installer.testing.RecordingListener;
import dev.airgap.installer.testing.SharedApiServer;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import dev.airgap.yaml.InvalidFileException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Secrets that are kept in the cluster: ours, and those that a site file points to. */
@ExtendWith(SharedApiServer.class)
final class GeneratedSecretsIT {
  private final ApiServer server;
  private final Cluster cluster;
  private final MovedClock clock = new MovedClock();
  private final RunSecrets secrets = new RunSecrets();

  GeneratedSecretsIT(ApiServer server) throws Exception {
    this.server = server;
    this.cluster = server.connect();
  }

  @BeforeEach
  void clear() {
    server.clear("bundle-system", "ns");
  }

  @AfterEach
  void close() throws Exception {
    cluster.close();
  }

  private InstallLease lease() throws ClusterException {
    return cluster.takeLease("anna", clock, new RecordingListener());
  }

  @Test
  void secret_isMadeOnce_alsoForTheNextRun() throws Exception {
    try (InstallLease lease = lease()) {
      Secret first = new GeneratedSecrets(cluster, lease, secrets).getOrMake("kept", "jwt");
      Secret other = new GeneratedSecrets(cluster, lease, secrets).getOrMake("kept", "admin");
      RunSecrets later = new RunSecrets();
      Secret again = new GeneratedSecrets(cluster, lease, later).getOrMake("kept", "jwt");
      assertThat(first.reveal()).matches("[0-9a-f]{64}").isEqualTo(again.reveal());
      assertThat(other.reveal()).isNotEqualTo(first.reveal());
      assertThat(later.redact(first.reveal())).doesNotContain(first.reveal());
    }
    assertThat(GeneratedSecrets.read(cluster, "kept")).containsOnlyKeys("admin", "jwt");
  }

  @Test
  void withoutTheLease_nothingIsWritten() throws Exception {
    InstallLease lease = lease();
    server.clear();
    clock.move(Duration.ofSeconds(31));
    assertThatThrownBy(() -> new GeneratedSecrets(cluster, lease, secrets).getOrMake("kept", "jwt"))
        .isInstanceOf(ClusterException.class);
    assertThat(cluster.secret("bundle-system", "kept")).isEmpty();
    lease.close();
  }

  @Test
  void secretOfTheSite_isReadFromTheCluster() throws Exception {
    try (InstallLease lease = lease()) {
      new GeneratedSecrets(cluster, lease, secrets)
          .write("of-the-site", Map.of("password", "hunter2-hunter2", "empty", ""));
    }
    SecretValues values = new SecretValues(cluster, Map.of(), secrets);
    assertThat(values.of(inCluster("of-the-site", "password")).reveal())
        .isEqualTo("hunter2-hunter2");
    for (String key : new String[] {"empty", "missing"}) {
      assertThatThrownBy(() -> values.of(inCluster("of-the-site", key)))
          .isInstanceOf(InvalidFileException.class)
          .hasMessageContaining(
              "the Secret bundle-system/of-the-site has no value for the key " + key)
          .message()
          .doesNotContain("hunter2");
    }
    assertThatThrownBy(() -> values.of(inCluster("no-such", "password")))
        .hasMessageContaining("the Secret bundle-system/no-such has no value");
  }

  private static SecretSource inCluster(String name, String key) {
    return new SecretSource.InCluster("bundle-system", name, key);
  }
}
