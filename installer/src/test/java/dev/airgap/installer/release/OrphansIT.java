package dev.airgap.installer.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.helm.ChartRun;
import dev.airgap.helm.Helm;
import dev.airgap.helm.HelmInChild;
import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.HelmRuntime;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.GeneratedSecrets;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.gate.InstallGate;
import dev.airgap.installer.site.Timeouts;
import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.ChartBytes;
import dev.airgap.installer.testing.RecordingListener;
import dev.airgap.installer.testing.SampleManifest;
import dev.airgap.installer.testing.SharedApiServer;
import dev.airgap.secrets.RunSecrets;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What real Helm would have deleted, had the API server answered just then. */
@ExtendWith(SharedApiServer.class)
@Timeout(180)
final class OrphansIT {
  private static final HelmRelease RELEASE = new HelmRelease("moved", "moved");
  private static final Map<String, String> OWNED =
      Map.of("meta.helm.sh/release-name", "moved", "meta.helm.sh/release-namespace", "moved");
  private static final String STAYS = named("ConfigMap", "stays", "");
  private static final String GOES = named("ConfigMap", "goes", "");
  private static final String KEPT = named("ConfigMap", "kept", "helm.sh/resource-policy: keep");

  private final ApiServer server;
  private final Cluster cluster;
  private final Helm helm = new HelmInChild(HelmRuntime.ofThisProgram());
  private final RunSecrets secrets = new RunSecrets();
  private final RecordingListener listener = new RecordingListener();
  @TempDir private Path folder = Path.of("");

  OrphansIT(ApiServer server) throws Exception {
    this.server = server;
    this.cluster = server.connect();
  }

  @BeforeEach
  void clear() {
    server.clear("bundle-system", RELEASE.namespace());
    server.admin().configMaps().inNamespace(RELEASE.namespace()).delete();
  }

  @AfterEach
  void close() throws Exception {
    cluster.close();
  }

  private static String named(String kind, String name, String annotation) {
    return "apiVersion: v1\nkind: %s\nmetadata: {name: %s, annotations: {%s}}\ndata: {text: \"{{ .Values.text }}\"}\n"
        .formatted(kind, name, annotation);
  }

  private void bringTo(String text, String... templates) throws Exception {
    ChartRun run =
        new ChartRun(
            RELEASE,
            ChartBytes.packed(Files.createDirectory(folder.resolve(text)), templates),
            secrets.keep("{\"text\": \"%s\"}".formatted(text)),
            "v1.34.4",
            Duration.ofSeconds(5));
    try (InstallLease lease = cluster.takeLease("anna", Clock.systemUTC(), listener)) {
      new ReleaseInstaller(
              helm,
              new InstallGate(helm, SampleManifest.PRO, "registry.test/zenml"),
              cluster,
              lease,
              new GeneratedSecrets(cluster, lease, secrets),
              listener)
          .bringTo(run, Optional.empty(), Timeouts.USUAL.workspace());
    }
  }

  /** As it is where Helm's own deletion never came through. */
  private void comeBack(String name, Map<String, String> annotations) {
    server
        .admin()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(RELEASE.namespace())
                .withName(name)
                .withAnnotations(annotations)
                .endMetadata()
                .build())
        .create();
  }

  private List<String> there() {
    return server.admin().configMaps().inNamespace(RELEASE.namespace()).list().getItems().stream()
        .map(ConfigMap::getMetadata)
        .map(metadata -> metadata.getName())
        .filter(name -> !name.equals("kube-root-ca.crt"))
        .sorted()
        .toList();
  }

  private List<String> warnings() {
    return listener.lines().stream().filter(line -> line.contains("earlier revision")).toList();
  }

  @Test
  void whatHelmDidNotDelete_isDeletedByTheNextChange_andSaid() throws Exception {
    bringTo("one", STAYS, GOES, KEPT);
    bringTo("two", STAYS);
    assertThat(there()).containsExactly("kept", "stays");
    comeBack("goes", OWNED);
    bringTo("three", STAYS);
    assertThat(there()).containsExactly("kept", "stays");
    assertThat(warnings())
        .containsExactly(
            "ConfigMap moved/goes was of an earlier revision of moved, and Helm had not deleted it: deleted now");
  }

  @Test
  void whatIsNotOfThisRelease_isLeftAlone() throws Exception {
    bringTo("one", STAYS, GOES);
    bringTo("two", STAYS);
    comeBack("goes", Map.of("meta.helm.sh/release-name", "another"));
    bringTo("three", STAYS);
    assertThat(there()).containsExactly("goes", "stays");
    assertThat(warnings()).isEmpty();
  }
}
