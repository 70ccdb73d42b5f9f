package dev.airgap.installer.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.helm.ChartRun;
import dev.airgap.helm.Helm;
import dev.airgap.helm.HelmException;
import dev.airgap.helm.HelmInChild;
import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.HelmRuntime;
import dev.airgap.helm.ReleaseState;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.GeneratedSecrets;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.gate.InstallGate;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.installer.site.Timeouts;
import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.ChartBytes;
import dev.airgap.installer.testing.RecordingListener;
import dev.airgap.installer.testing.SampleManifest;
import dev.airgap.installer.testing.SharedApiServer;
import dev.airgap.secrets.RunSecrets;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real Helm goes on with what a killed run left, whatever Helm calls it. */
@ExtendWith(SharedApiServer.class)
@Timeout(180)
final class StuckReleasesIT {
  private static final HelmRelease RELEASE = new HelmRelease("stuck", "stuck");
  private static final String SETTINGS =
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {text: \"{{ .Values.text }}\"}\n";
  private static final String VOLUME =
      """
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: data}
      spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}
      """;

  private final ApiServer server;
  private final Cluster cluster;
  private final Helm helm = new HelmInChild(HelmRuntime.ofThisProgram());
  private final RunSecrets secrets = new RunSecrets();
  @TempDir private Path folder = Path.of("");

  StuckReleasesIT(ApiServer server) throws Exception {
    this.server = server;
    this.cluster = server.connect();
  }

  @BeforeEach
  void clear() {
    server.clear("bundle-system", RELEASE.namespace());
    server.admin().configMaps().inNamespace(RELEASE.namespace()).delete();
    server.admin().persistentVolumeClaims().inNamespace(RELEASE.namespace()).delete();
  }

  @AfterEach
  void close() throws Exception {
    cluster.close();
  }

  private InstalledRelease bringTo(String text, String... templates) throws Exception {
    ChartRun run =
        new ChartRun(
            RELEASE,
            ChartBytes.packed(folder, templates),
            secrets.keep("{\"text\": \"%s\"}".formatted(text)),
            "v1.34.4",
            Duration.ofSeconds(5));
    try (InstallLease lease =
        cluster.takeLease("anna", Clock.systemUTC(), new RecordingListener())) {
      return new ReleaseInstaller(
              helm,
              new InstallGate(helm, SampleManifest.PRO, "registry.test/zenml"),
              cluster,
              lease,
              new GeneratedSecrets(cluster, lease, secrets),
              new RecordingListener())
          .bringTo(run, Optional.empty(), Timeouts.USUAL.workspace());
    }
  }

  /** As Helm leaves it when it is killed: nothing but its own record says so. */
  private void leave(int revision, String status) throws IOException {
    Secret record = record(revision);
    byte[] inner = Base64.getDecoder().decode(record.getData().get("release"));
    String text;
    try (GZIPInputStream gzip =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getMimeDecoder().decode(inner)))) {
      text = new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
    }
    String left = text.replaceFirst("\"status\":\"[a-z-]+\"", "\"status\":\"" + status + "\"");
    assertThat(left).contains("\"status\":\"" + status + "\"");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(left.getBytes(StandardCharsets.UTF_8));
    }
    byte[] again = Base64.getEncoder().encode(packed.toByteArray());
    server
        .admin()
        .resource(
            new SecretBuilder(record)
                .editMetadata()
                .addToLabels("status", status)
                .endMetadata()
                .addToData("release", Base64.getEncoder().encodeToString(again))
                .build())
        .update();
  }

  private Secret record(int revision) {
    return server
        .admin()
        .secrets()
        .inNamespace(RELEASE.namespace())
        .withName("sh.helm.release.v1.stuck.v" + revision)
        .get();
  }

  private String text() {
    return String.valueOf(
        server
            .admin()
            .configMaps()
            .inNamespace(RELEASE.namespace())
            .withName("settings")
            .get()
            .getData()
            .get("text"));
  }

  private void assertDeployed(int revision) throws Exception {
    assertThat(helm.status(RELEASE, cluster.kubeconfig()))
        .contains(new ReleaseState(RELEASE, "deployed", "chart-1.0.0", revision));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pending-install", "failed", "uninstalling", "uninstalled"})
  void releaseThatNeverRanOrWasBeingUninstalled_isInstalledAnew(String status) throws Exception {
    bringTo("first", SETTINGS);
    leave(1, status);
    assertThat(bringTo("second", SETTINGS).changed()).isTrue();
    assertDeployed(1);
    assertThat(text()).isEqualTo("second");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pending-upgrade", "pending-rollback", "failed"})
  void releaseThatRanBefore_isUpgraded_andKeepsItsHistory(String status) throws Exception {
    bringTo("first", SETTINGS);
    bringTo("second", SETTINGS);
    leave(1, "deployed");
    leave(2, status);
    bringTo("third", SETTINGS);
    assertDeployed(3);
    assertThat(text()).isEqualTo("third");
    assertThat(record(2).getMetadata().getLabels()).containsEntry("status", "failed");
    assertThat(record(2).getMetadata().getLabels()).containsEntry("owner", "helm");
  }

  @Test
  void releaseThatIsAsWanted_isLeftAsItIs() throws Exception {
    bringTo("first", SETTINGS);
    assertThat(bringTo("first", SETTINGS).changed()).isFalse();
    assertDeployed(1);
  }

  /** Nobody here binds volumes, so that Helm waits for them in vain. */
  @Test
  void volumeOfAReleaseThatNeverRan_isLeftToAPerson() {
    assertThatThrownBy(() -> bringTo("first", SETTINGS, VOLUME)).isInstanceOf(HelmException.class);
    assertThatThrownBy(() -> bringTo("second", SETTINGS, VOLUME))
        .isInstanceOf(PersonNeededException.class)
        .hasMessageContaining("would delete its volume data")
        .hasMessageContaining("helm -n stuck uninstall stuck");
    assertThat(hasVolume("data")).isTrue();
    assertThat(text()).isEqualTo("first");
  }

  @Test
  void volumeThatTheChartKeeps_stopsNothing() {
    String kept =
        VOLUME.replace("name: data", "name: kept, annotations: {helm.sh/resource-policy: keep}");
    assertThatThrownBy(() -> bringTo("first", SETTINGS, kept)).isInstanceOf(HelmException.class);
    assertThatThrownBy(() -> bringTo("second", SETTINGS, kept)).isInstanceOf(HelmException.class);
    assertThat(hasVolume("kept")).isTrue();
    assertThat(text()).isEqualTo("second");
  }

  /** As the product's chart claims the volume of its dumps: once, whatever becomes of releases. */
  @Test
  void volumeThatTheChartLooksUp_isNoDifference_whenItIsThere() throws Exception {
    String hook =
        VOLUME.replace(
            "name: data", "name: dumps, annotations: {helm.sh/hook: 'pre-install,pre-upgrade'}");
    String once =
        "{{ if not (lookup \"v1\" \"PersistentVolumeClaim\" .Release.Namespace \"dumps\") }}\n%s{{ end }}\n"
            .formatted(hook);
    assertThat(bringTo("first", SETTINGS, once).differences()).isEmpty();
    String uid = volume("dumps").getMetadata().getUid();
    assertThat(bringTo("second", SETTINGS, once).differences()).isEmpty();
    assertThat(volume("dumps").getMetadata().getUid()).isEqualTo(uid);
  }

  private PersistentVolumeClaim volume(String name) {
    return server
        .admin()
        .persistentVolumeClaims()
        .inNamespace(RELEASE.namespace())
        .withName(name)
        .get();
  }

  private boolean hasVolume(String name) {
    return volume(name) != null;
  }
}
