package dev.airgap.installer.check;

import static dev.airgap.installer.check.Rendered.NAMESPACE;
import static dev.airgap.installer.check.Rendered.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.site.SiteTls;
import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.SharedApiServer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rights, asked of a real API server as users of different rights. */
@ExtendWith(SharedApiServer.class)
final class RightsLookIT {
  private static final String RENDERED =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: api}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: api}
      """;

  private final ApiServer server;

  RightsLookIT(ApiServer server) {
    this.server = server;
  }

  @BeforeEach
  void clear() {
    server.clear(NAMESPACE, "bundle-system");
  }

  private Finding finding(Path kubeconfig) throws Exception {
    return finding(kubeconfig, new SiteTls.Elsewhere(List.of()));
  }

  private Finding finding(Path kubeconfig, SiteTls tls) throws Exception {
    try (Cluster cluster = server.connect(kubeconfig)) {
      return new RightsLook(
              cluster, List.of(release(RENDERED)), CertManagerRights.of(tls, List.of(NAMESPACE)))
          .findings()
          .getFirst();
    }
  }

  @Test
  void administrator_hasAll() throws Exception {
    assertThat(finding(server.kubeconfig()).colour()).isEqualTo(Colour.GREEN);
  }

  @Test
  void certManager_needsRightsOfItsOwn() throws Exception {
    Path kubeconfig = server.kubeconfig("planner" + System.nanoTime());
    String without = finding(kubeconfig).remedy();
    String remedy =
        finding(
                kubeconfig,
                new SiteTls.ByIssuer("corp", "ClusterIssuer", "cert-manager.io", List.of()))
            .remedy();
    assertThat(without).doesNotContain("cert-manager.io");
    assertThat(remedy)
        .contains("resources: [\"certificates\"]")
        .contains("resources: [\"clusterissuers\"]")
        .contains("apiGroups: [\"acme.cert-manager.io\"]");
  }

  @Test
  void missingRights_areListedAtOnce_asRolesThatGiveThem() throws Exception {
    String user = "planner" + System.nanoTime();
    Path kubeconfig = server.kubeconfig(user);
    Finding red = finding(kubeconfig);
    assertThat(red.isRed()).isTrue();
    assertThat(red.seen()).startsWith(user + " lacks ");
    assertThat(red.remedy())
        .contains(
            "kind: ClusterRole\n",
            "metadata: {namespace: planned, name: bundle-install}",
            "- {apiGroups: [\"apps\"], resources: [\"deployments\"], verbs:"
                + " [\"get\",\"create\",\"patch\",\"delete\"]}",
            "- {apiGroups: [\"\"], resources: [\"pods/log\"], verbs: [\"get\"]}",
            "name: \"%s\"}".formatted(user));

    String roles = red.remedy().substring(red.remedy().indexOf("---"));
    server
        .admin()
        .load(new ByteArrayInputStream(roles.getBytes(StandardCharsets.UTF_8)))
        .serverSideApply();
    Instant end = Instant.now().plus(Duration.ofSeconds(10));
    Finding now = finding(kubeconfig);
    while (now.isRed() && Instant.now().isBefore(end)) {
      now = finding(kubeconfig); // the authorizer follows its objects a little later
    }
    assertThat(now.colour()).as(now.toString()).isEqualTo(Colour.GREEN);
  }
}
