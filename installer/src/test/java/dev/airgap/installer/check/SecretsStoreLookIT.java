package dev.airgap.installer.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.ReleaseState;
import dev.airgap.helm.StoredRelease;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.json.Json;
import dev.airgap.installer.site.SecretSource;
import dev.airgap.installer.site.SecretsStore;
import dev.airgap.installer.site.SecretsStores;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.SampleSite;
import dev.airgap.installer.testing.SharedApiServer;
import dev.airgap.secrets.RunSecrets;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a workspace kept its secrets with, out of a real API server. */
@ExtendWith(SharedApiServer.class)
final class SecretsStoreLookIT {
  private static final String NAMESPACE = "zenml-pro-production";
  private static final HelmRelease RELEASE = new HelmRelease("zenml", NAMESPACE);
  private static final ReleaseState RUNS = new ReleaseState(RELEASE, "deployed", "zenml-0.95.1", 1);
  private static final SecretsStores CUSTOM =
      new SecretsStores(new SecretsStore.Custom("a.B"), Optional.empty());

  private final ApiServer server;

  SecretsStoreLookIT(ApiServer server) {
    this.server = server;
  }

  @BeforeEach
  void clear() {
    server.clear("bundle-system", NAMESPACE);
  }

  private void put(String namespace, String name, Map<String, String> data) {
    server
        .admin()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .serverSideApply();
    server
        .admin()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withStringData(data)
                .build())
        .serverSideApply();
  }

  private void record(Map<String, String> data) {
    put("bundle-system", "workspace-production", data);
  }

  private void helms(String config) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(
          Json.write(Map.of("config", Json.readObject(config).orElseThrow(), "manifest", ""))
              .getBytes(StandardCharsets.UTF_8));
    }
    put(
        NAMESPACE,
        StoredRelease.secretName(RELEASE, 1),
        Map.of(StoredRelease.KEY, Base64.getEncoder().encodeToString(packed.toByteArray())));
  }

  private List<Finding> findings(SecretsStores stores, Optional<ReleaseState> there)
      throws Exception {
    WorkspaceSite sample = SampleSite.with(Map.of(), Map.of()).workspaces().getFirst();
    WorkspaceSite workspace =
        new WorkspaceSite(
            sample.name(),
            sample.organization(),
            sample.host(),
            sample.database(),
            stores,
            sample.values(),
            sample.running(),
            sample.enrollment());
    try (Cluster cluster = server.connect()) {
      SecretValues values = new SecretValues(cluster, Map.of("KEY", "given-key"), new RunSecrets());
      List<Finding> found = new SecretsStoreLook(cluster, workspace, there, values).findings();
      assertThat(found.toString()).doesNotContain("given-key", "kept-key");
      return found;
    }
  }

  private static SecretsStores given() {
    return new SecretsStores(
        new SecretsStore.Sql(Optional.of(new SecretSource.Environment("KEY"))), Optional.empty());
  }

  @Test
  void whatNeverRan_mayHaveAnyStore() throws Exception {
    assertThat(findings(CUSTOM, Optional.empty()))
        .extracting(Finding::colour)
        .containsExactly(Colour.GREEN);
    record(Map.of("encryptionKey", "kept-key"));
    ReleaseState failed = new ReleaseState(RELEASE, "failed", "zenml-0.95.1", 1);
    assertThat(findings(CUSTOM, Optional.of(failed)))
        .extracting(Finding::colour)
        .containsExactly(Colour.GREEN);
  }

  @Test
  void theSameStoreAndKey_areGreen_andItIsSaidWhereTheKeyLies() throws Exception {
    record(Map.of("secretsStore", "sql", "encryptionKey", "kept-key"));
    put(NAMESPACE, "bundle-values", Map.of("encryptionKey", "kept-key"));
    List<Finding> found = findings(SecretsStores.USUAL, Optional.of(RUNS));
    assertThat(found).extracting(Finding::colour).containsOnly(Colour.GREEN);
    assertThat(found.getLast().seen())
        .isEqualTo("lies in bundle-system/workspace-production; keep a copy in your key escrow");
  }

  @Test
  void anotherStore_isRed_andNamesTheGuide() throws Exception {
    record(Map.of("secretsStore", "sql", "encryptionKey", "kept-key"));
    Finding found = findings(CUSTOM, Optional.of(RUNS)).getFirst();
    assertThat(found.colour()).isEqualTo(Colour.RED);
    assertThat(found.seen()).contains("in 'sql', and the site file says 'custom a.B'");
    assertThat(found.remedy()).contains("Secrets migration strategy", "--accept secrets-store=");
  }

  @Test
  void withoutARecord_whatHelmKeepsTells() throws Exception {
    helms("{\"server\":{\"secretsStore\":{\"type\":\"custom\"}}}");
    assertThat(findings(CUSTOM, Optional.of(RUNS)).getFirst().colour()).isEqualTo(Colour.GREEN);
    assertThat(findings(SecretsStores.USUAL, Optional.of(RUNS)).getFirst().colour())
        .isEqualTo(Colour.RED);
    helms("{\"zenml\":{}}");
    assertThat(findings(CUSTOM, Optional.of(RUNS)).getFirst().colour()).isEqualTo(Colour.RED);
  }

  @Test
  void anotherKey_isRed_whereverTheFormerOneIsKnownFrom() throws Exception {
    record(Map.of("secretsStore", "sql", "encryptionKey", "kept-key"));
    assertThat(findings(given(), Optional.of(RUNS)).getLast().colour()).isEqualTo(Colour.GREEN);
    put(NAMESPACE, "bundle-values", Map.of("encryptionKey", "kept-key"));
    assertThat(findings(given(), Optional.of(RUNS)).getLast())
        .returns(Colour.RED, Finding::colour)
        .returns(true, found -> found.seen().contains("is another one than the server runs with"));
    server.clear(NAMESPACE);
    helms("{\"zenml\":{\"secretsStore\":{\"sql\":{\"encryptionKey\":\"kept-key\"}}}}");
    assertThat(findings(given(), Optional.of(RUNS)).getLast().colour()).isEqualTo(Colour.RED);
  }

  @Test
  void aLostKey_isRed_withTheWayToTheOneThatIsStillInUse() throws Exception {
    record(Map.of("secretsStore", "sql"));
    assertThat(findings(SecretsStores.USUAL, Optional.of(RUNS)).getLast())
        .returns(Colour.RED, Finding::colour)
        .returns(true, found -> found.remedy().contains("key escrow"));
    put(NAMESPACE, "bundle-values", Map.of("encryptionKey", "kept-key"));
    assertThat(findings(SecretsStores.USUAL, Optional.of(RUNS)).getLast().remedy())
        .contains(
            "{secret: {namespace: zenml-pro-production, name: bundle-values, key: encryptionKey}}");
  }
}
