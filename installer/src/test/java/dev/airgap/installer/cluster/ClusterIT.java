package dev.airgap.installer.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.installer.site.Site;
import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.SharedApiServer;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of a cluster, against a real API server. */
@ExtendWith(SharedApiServer.class)
final class ClusterIT {
  private static final String WORD = "a-secret-word";

  private final ApiServer server;
  @TempDir private Path folder = Path.of("");

  ClusterIT(ApiServer server) {
    this.server = server;
  }

  @BeforeEach
  void clear() {
    server.clear("ns");
  }

  private static SecretContent content(String value) {
    return new SecretContent(
        "ns", "kept", "Opaque", Map.of("key", value.getBytes(StandardCharsets.UTF_8)));
  }

  private String version() {
    return server
        .admin()
        .secrets()
        .inNamespace("ns")
        .withName("kept")
        .get()
        .getMetadata()
        .getResourceVersion();
  }

  @Test
  void versionAndUser_areTheServersOwn() throws Exception {
    try (Cluster cluster = server.connect()) {
      assertThat(cluster.version()).matches("v1\\.\\d+\\.\\d+.*");
      assertThat(cluster.user()).isEqualTo("admin");
      assertThat(cluster.context()).isEqualTo("admin");
    }
    try (Cluster cluster = server.connect(server.kubeconfig("reader"))) {
      assertThat(cluster.user()).isEqualTo("reader");
    }
  }

  @Test
  void namespace_isMadeOnce() throws Exception {
    String name = "made-" + System.nanoTime();
    try (Cluster cluster = server.connect()) {
      assertThat(cluster.hasNamespace(name)).isFalse();
      assertThat(cluster.ensureNamespace(name)).isTrue();
      assertThat(cluster.ensureNamespace(name)).isFalse();
    }
  }

  @Test
  void sameSecret_isNotWrittenAgain() throws Exception {
    try (Cluster cluster = server.connect()) {
      assertThat(cluster.secret("ns", "kept")).isEmpty();
      assertThat(cluster.applySecret(content(WORD))).isTrue();
      String before = version();
      assertThat(cluster.applySecret(content(WORD))).isFalse();
      assertThat(version()).isEqualTo(before);
      assertThat(cluster.applySecret(content("another"))).isTrue();
      assertThat(cluster.secret("ns", "kept").orElseThrow())
          .hasEntrySatisfying("key", value -> assertThat(value).asString().isEqualTo("another"));
    }
  }

  @Test
  void keyThatIsNoLongerWanted_goesAway() throws Exception {
    byte[] value = WORD.getBytes(StandardCharsets.UTF_8);
    try (Cluster cluster = server.connect()) {
      cluster.applySecret(
          new SecretContent("ns", "kept", "Opaque", Map.of("key", value, "old", value)));
      cluster.applySecret(content(WORD));
      assertThat(cluster.secret("ns", "kept").orElseThrow()).containsOnlyKeys("key");
    }
  }

  @Test
  void keyThatSomebodyAdded_isTakenAway_once() throws Exception {
    try (Cluster cluster = server.connect()) {
      cluster.applySecret(content(WORD));
      server
          .admin()
          .secrets()
          .inNamespace("ns")
          .withName("kept")
          .edit(there -> new SecretBuilder(there).addToData("added", "eA==").build());
      assertThat(cluster.applySecret(content(WORD))).isTrue();
      assertThat(cluster.applySecret(content(WORD))).isFalse();
    }
  }

  @Test
  void userWithoutTheRight_isToldSo_withoutTheSecret() throws Exception {
    try (Cluster cluster = server.connect(server.kubeconfig("nobody"))) {
      assertThatThrownBy(() -> cluster.secret("ns", "kept"))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("the Secret ns/kept")
          .hasMessageContaining("it forbids that to this user (403)");
      assertThatThrownBy(() -> cluster.applySecret(content(WORD)))
          .isInstanceOf(ClusterException.class)
          .message()
          .doesNotContain(WORD);
    }
  }

  @Test
  void userWhomTheServerDoesNotKnow_isToldSo() throws Exception {
    Path stranger =
        Files.writeString(
            folder.resolve("stranger"),
            Files.readString(server.kubeconfig())
                .replaceAll("user: \\{client-[^}]*}", "user: {token: no-such-token}"));
    try (Cluster cluster = server.connect(stranger)) {
      assertThatThrownBy(() -> cluster.secret("ns", "kept"))
          .hasMessageContaining("does not accept the kubeconfig's credentials (401)")
          .message()
          .doesNotContain("no-such-token");
    }
  }

  @Test
  void serverThatDoesNotAnswer_isNamed() throws Exception {
    Path nowhere = folder.resolve("nowhere");
    Files.writeString(
        nowhere,
        Files.readString(server.kubeconfig())
            .replaceAll("https://127.0.0.1:\\d+", "https://127.0.0.1:" + closedPort()));
    try (Cluster cluster = server.connect(nowhere)) {
      assertThatThrownBy(() -> cluster.hasNamespace("ns"))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("it does not answer: ConnectException");
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void anotherContextOrServer_isNotConnectedTo() {
    Optional<Path> kubeconfig = Optional.of(server.kubeconfig());
    assertThatThrownBy(() ->
            Cluster.connect(
                new ClusterSelection(kubeconfig, Optional.of("prod"), Optional.empty())))
        .isInstanceOf(WrongClusterException.class)
        .hasMessageContaining("no context 'prod'");
    Site.ClusterChoice other =
        new Site.ClusterChoice(Optional.empty(), Optional.of("https://10.0.0.10:6443"));
    assertThatThrownBy(() ->
            Cluster.connect(new ClusterSelection(kubeconfig, Optional.empty(), Optional.of(other))))
        .isInstanceOf(WrongClusterException.class)
        .hasMessageContaining("the site file wants the cluster https://10.0.0.10:6443");
    assertThatThrownBy(() ->
            Cluster.connect(
                new ClusterSelection(
                    Optional.of(folder.resolve("none")), Optional.empty(), Optional.empty())))
        .isInstanceOf(WrongClusterException.class)
        .hasMessageContaining("is not there");
  }

  @Test
  void kubeconfigForHelm_isPrivate_andGoneAfterwards() throws Exception {
    Path kubeconfig;
    try (Cluster cluster = server.connect()) {
      kubeconfig = cluster.kubeconfig();
      assertThat(Files.getPosixFilePermissions(kubeconfig)).hasSize(2);
      try (Cluster again = server.connect(kubeconfig)) {
        assertThat(again.user()).isEqualTo("admin");
      }
    }
    assertThat(kubeconfig).doesNotExist();
  }

  @Test
  void keyThatIsNone_isNamed() throws Exception {
    Path broken = folder.resolve("broken");
    String key =
        Files.writeString(
                folder.resolve("key"),
                "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n")
            .toString();
    Files.writeString(
        broken,
        Files.readString(server.kubeconfig())
            .replaceAll("client-key: [^}]*}", "client-key: " + key + "}"));
    assertThatThrownBy(() -> server.connect(broken))
        .isInstanceOf(WrongClusterException.class)
        .hasMessageContaining("the kubeconfig's credentials for https://127.0.0.1:");
  }
}
