package dev.airgap.installer.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.helm.ChartRun;
import dev.airgap.helm.Helm;
import dev.airgap.helm.HelmException;
import dev.airgap.helm.HelmInChild;
import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.HelmRuntime;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.GeneratedSecrets;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.gate.InstallGate;
import dev.airgap.installer.site.Timeouts;
import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.ChartBytes;
import dev.airgap.installer.testing.RecordingListener;
import dev.airgap.installer.testing.SampleManifest;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster that goes away in the middle of a run, in three ways: the run says what to do, and the
 * same run afterwards ends as if nothing had been.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
final class LostClusterIT {
  private static final HelmRelease RELEASE = new HelmRelease("lost", "lost");
  private static final String AGAIN = "run the same command again";
  private static final String SETTINGS =
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n";
  private static final int FILLING = 900_000;

  private final Helm helm = new HelmInChild(HelmRuntime.ofThisProgram());
  private final RunSecrets secrets = new RunSecrets();
  private final ApiServer server;
  @TempDir private Path folder = Path.of("");

  LostClusterIT() throws Exception {
    server = ApiServer.start();
  }

  @BeforeEach
  void clear() {
    server.clear("bundle-system", RELEASE.namespace());
    server.admin().configMaps().inNamespace(RELEASE.namespace()).delete();
  }

  @AfterAll
  void close() throws Exception {
    server.close();
  }

  /** What happens between two steps of a run. */
  private interface Event {
    void happens() throws Exception;
  }

  /** A key that is made once, then a release; as an install does it. */
  private Secret run(Cluster cluster, Event between) throws Exception {
    try (InstallLease lease =
        cluster.takeLease("anna", Clock.systemUTC(), new RecordingListener())) {
      GeneratedSecrets kept = new GeneratedSecrets(cluster, lease, secrets);
      Secret key = kept.getOrMake("first", "key");
      between.happens();
      kept.getOrMake("second", "key");
      ChartRun run =
          new ChartRun(
              RELEASE,
              ChartBytes.packed(folder, SETTINGS),
              secrets.keep("{}"),
              "v1.34.4",
              Duration.ofSeconds(20));
      new ReleaseInstaller(
              helm,
              new InstallGate(helm, SampleManifest.PRO, "registry.test/zenml"),
              cluster,
              lease,
              kept,
              new RecordingListener())
          .bringTo(run, Optional.empty(), Timeouts.USUAL.workspace());
      return key;
    }
  }

  private String kept(String name) {
    return String.valueOf(
        server
            .admin()
            .secrets()
            .inNamespace("bundle-system")
            .withName(name)
            .get()
            .getData()
            .get("key"));
  }

  private void assertGoesOn(Cluster cluster, String before) throws Exception {
    run(cluster, () -> {});
    assertThat(kept("first")).isEqualTo(before);
    assertThat(helm.status(RELEASE, cluster.kubeconfig()).orElseThrow().revision()).isOne();
  }

  @Test
  void apiServerThatGoesAway_isWaitedForByAPerson_andTheSameRunGoesOn() throws Exception {
    try (Cluster cluster = server.connect()) {
      assertThatThrownBy(() -> run(cluster, server::stopServer))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("it does not answer")
          .hasMessageContaining(AGAIN + ": it goes on");
      server.startServer();
      assertGoesOn(cluster, kept("first"));
    }
  }

  @Test
  void apiServerThatIsGoneWhenHelmBegins_isSaidByHelm_withWhatToDo() throws Exception {
    try (Cluster cluster = server.connect()) {
      run(cluster, () -> {});
      server.stopServer();
      assertThatThrownBy(() -> new StoredReleases(helm, cluster).state(RELEASE))
          .isInstanceOf(HelmException.class)
          .hasMessageContaining("the API server does not answer")
          .hasMessageContaining(AGAIN);
      server.startServer();
    }
  }

  @Test
  void etcdThatIsFull_isNamed_andTheSameRunGoesOnOnceThereIsRoom() throws Exception {
    server.restartWithQuota(20_000_000);
    try (Cluster cluster = server.connect()) {
      assertThatThrownBy(() -> run(cluster, this::fill))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("the cluster's etcd is full")
          .hasMessageContaining(AGAIN + ": it goes on");
      server.restartWithQuota(2_000_000_000L);
      assertGoesOn(cluster, kept("first"));
    }
  }

  private void fill() {
    try {
      for (int i = 0; i < 100; i++) {
        server
            .admin()
            .resource(
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withNamespace(RELEASE.namespace())
                    .withName("filling-" + i)
                    .endMetadata()
                    .addToData("x", "x".repeat(FILLING))
                    .build())
            .create();
      }
      throw new AssertionError("etcd takes everything");
    } catch (KubernetesClientException e) {
      assertThat(e.getMessage()).contains("database space exceeded");
    }
  }

  @Test
  void tokenThatEnds_isNamed_andTheSameRunGoesOnWithANewOne() throws Exception {
    Path kubeconfig = withToken();
    try (Cluster cluster = server.connect(kubeconfig)) {
      assertThatThrownBy(() -> run(cluster, () -> endToken(cluster)))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("(401), which may have ended: log in anew")
          .hasMessageContaining(AGAIN);
    }
    try (Cluster cluster = server.connect(withToken())) {
      assertGoesOn(cluster, kept("first"));
    }
  }

  /** A kubeconfig of an account that may do everything, by a token. */
  private Path withToken() throws Exception {
    server
        .admin()
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("operator")
                .endMetadata()
                .build())
        .serverSideApply();
    server
        .admin()
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName("operator")
                .endMetadata()
                .addNewSubject("", "ServiceAccount", "operator", "default")
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                .build())
        .serverSideApply();
    String token =
        server
            .admin()
            .serviceAccounts()
            .inNamespace("default")
            .withName("operator")
            .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
            .getStatus()
            .getToken();
    String byToken =
        Files.readString(server.kubeconfig())
            .replaceFirst(
                "user: \\{client-certificate.*?\\}",
                Matcher.quoteReplacement("user: {token: " + token + "}"));
    return Files.writeString(folder.resolve("token.kubeconfig"), byToken);
  }

  /** A token is good for as long as its account is there; the server remembers it for seconds. */
  private void endToken(Cluster cluster) throws Exception {
    server.admin().serviceAccounts().inNamespace("default").withName("operator").delete();
    Instant end = Instant.now().plusSeconds(60);
    while (isAccepted(cluster) && Instant.now().isBefore(end)) {
      Thread.sleep(500);
    }
  }

  private static boolean isAccepted(Cluster cluster) {
    try {
      cluster.hasNamespace("default");
      return true;
    } catch (ClusterException e) {
      return false;
    }
  }
}
