package dev.airgap.installer.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.StoredRelease;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.RecordingListener;
import dev.airgap.installer.testing.SharedApiServer;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Secrets that nobody needs any more. */
@ExtendWith(SharedApiServer.class)
final class LeftoversIT {
  private static final HelmRelease RELEASE = new HelmRelease("zenml", "zenml-pro-one");

  private final ApiServer server;
  private final Cluster cluster;

  LeftoversIT(ApiServer server) throws Exception {
    this.server = server;
    this.cluster = server.connect();
  }

  @BeforeEach
  void fill() {
    server.clear("bundle-system", RELEASE.namespace());
    for (int revision = 1; revision <= 6; revision++) {
      stored("zenml", revision);
      stored("other", revision);
    }
    secret("sh.helm.release.v1.zenml.v1.copy", Map.of("owner", "helm", "name", "zenml"));
    secret("zenml", Map.of());
    secret("zenml-db-migration", Map.of());
    secret("somebody-elses", Map.of());
  }

  @AfterEach
  void close() throws Exception {
    cluster.close();
  }

  private void stored(String release, int revision) {
    secret(
        "sh.helm.release.v1.%s.v%d".formatted(release, revision),
        Map.of("owner", "helm", "name", release));
  }

  private void secret(String name, Map<String, String> labels) {
    server
        .admin()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(RELEASE.namespace())
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .build())
        .create();
  }

  private static Map<String, @Nullable Object> object(String kind, String name) {
    return Map.of("kind", kind, "metadata", Map.of("name", name));
  }

  private List<String> left() {
    return server.admin().secrets().inNamespace(RELEASE.namespace()).list().getItems().stream()
        .map(secret -> secret.getMetadata().getName())
        .toList();
  }

  @Test
  void oldRevisions_andSecretsOfHooks_go_andNothingElse() throws Exception {
    StoredRelease made =
        new StoredRelease(
            List.of(object("Secret", "zenml"), object("Service", "zenml")),
            List.of(
                object("Secret", "zenml-db-migration"),
                object("Secret", "zenml"),
                object("Secret", "gone-already"),
                object("Job", "somebody-elses")));
    try (InstallLease lease =
        cluster.takeLease("anna", Clock.systemUTC(), new RecordingListener())) {
      new Leftovers(cluster, lease).remove(RELEASE, 6, made);
    }
    assertThat(left())
        .contains("zenml", "somebody-elses", "sh.helm.release.v1.zenml.v1.copy")
        .doesNotContain("zenml-db-migration")
        .contains("sh.helm.release.v1.zenml.v4", "sh.helm.release.v1.zenml.v6")
        .doesNotContain("sh.helm.release.v1.zenml.v1", "sh.helm.release.v1.zenml.v3")
        .contains("sh.helm.release.v1.other.v1");
  }

  @Test
  void withoutTheLease_nothingGoes() throws Exception {
    InstallLease lease = cluster.takeLease("anna", Clock.systemUTC(), new RecordingListener());
    lease.close();
    assertThatThrownBy(() ->
            new Leftovers(cluster, lease)
                .remove(RELEASE, 6, new StoredRelease(List.of(), List.of())))
        .isInstanceOf(ClusterException.class);
    assertThat(left()).contains("sh.helm.release.v1.zenml.v1");
  }
}
