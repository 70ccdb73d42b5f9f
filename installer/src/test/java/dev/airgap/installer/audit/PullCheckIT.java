package dev.airgap.installer.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.PullSecrets;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.SampleBundle;
import dev.airgap.installer.testing.SampleImage;
import dev.airgap.installer.testing.SampleSite;
import dev.airgap.installer.testing.SharedApiServer;
import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.registry.Login;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryClients;
import dev.airgap.registry.RegistrySettings;
import dev.airgap.registry.Repository;
import dev.airgap.registry.probe.Verdict;
import dev.airgap.registry.testing.DebianRegistry;
import dev.airgap.secrets.RunSecrets;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Pull secrets of a real API server, tried at a real registry with a password. */
@ExtendWith(SharedApiServer.class)
final class PullCheckIT {
  private static final SampleImage IMAGE = SampleImage.of("amd64", SampleImage.noise(1, 500));

  private final ApiServer server;
  private final Cluster cluster;
  private final DebianRegistry registry;
  private final RunSecrets secrets = new RunSecrets();
  private final RegistrySettings plain = new RegistrySettings(List.of(), true, Optional.empty());
  private final BundleManifest manifest;

  PullCheckIT(ApiServer server, @TempDir Path folder) throws Exception {
    this.server = server;
    this.cluster = server.connect();
    this.registry =
        DebianRegistry.withPassword(
            folder.resolve("registry"), new DebianRegistry.Account("puller", "pull-word"));
    try (var bundle =
        new SampleBundle("2026.11.0", Map.of("zenml-pro-api:1.0", IMAGE))
            .seal(SampleBundle.signer(folder.resolve("keys")), folder.resolve("bundle"))) {
      this.manifest = bundle.manifest();
    }
  }

  @BeforeEach
  void clear() {
    server.clear("zenml-pro", "zenml-pro-production");
  }

  @AfterEach
  void close() throws Exception {
    registry.close();
    cluster.close();
  }

  private Site site() {
    Site sample = SampleSite.with(Map.of(), Map.of());
    return new Site(
        sample.cluster(),
        new Site.TargetRegistry(
            registry.host() + "/zenml", plain, sample.registry().push(), Optional.empty()),
        sample.ingress(),
        sample.tls(),
        sample.product(),
        sample.timeouts(),
        List.of());
  }

  private void pullSecret(String namespace, String password) throws Exception {
    cluster.applySecret(
        PullSecrets.of(
            namespace, "bundle-pull", registry.host(), "puller", secrets.keep(password)));
  }

  private static byte[] bytes(BlobDescriptor blob) {
    return IMAGE.contents().getOrDefault(blob.digest(), new byte[0]);
  }

  private void push() throws Exception {
    Login login = new Login("puller", secrets.keep("pull-word"));
    try (RegistryClients clients =
        new RegistryClients(
            Map.of(registry.host(), plain.with(Optional.of(login))), Map.of(), secrets)) {
      RegistryClient client = clients.at(registry.host());
      Repository repository = new Repository(registry.host(), "zenml/zenml-pro-api");
      for (BlobDescriptor blob : IMAGE.blobs()) {
        byte[] content = bytes(blob);
        if (OciDocuments.isDocument(blob.mediaType())) {
          continue;
        }
        client.pushBlob(repository, blob, () -> new ByteArrayInputStream(content));
      }
      client.pushManifest(
          repository,
          "1.0",
          new RegistryClient.ServedManifest(
              bytes(IMAGE.top()), IMAGE.top().mediaType(), IMAGE.top().digest()));
    }
  }

  private List<Judgement> look() throws Exception {
    return new PullCheck(cluster, Map.of(), secrets).look(site(), manifest);
  }

  @Test
  void accountThatSeesEveryImage_isOk_inEachNamespace() throws Exception {
    push();
    pullSecret("zenml-pro", "pull-word");
    pullSecret("zenml-pro-production", "pull-word");
    assertThat(look()).hasSize(2).allMatch(found -> found.verdict() == Verdict.OK);
  }

  @Test
  void namespaceWithoutItsSecret_isRed() throws Exception {
    push();
    pullSecret("zenml-pro", "pull-word");
    assertThat(look())
        .filteredOn(Judgement::isRed)
        .singleElement()
        .satisfies(found ->
            assertThat(found.seen()).startsWith("zenml-pro-production/bundle-pull is missing"));
  }

  @Test
  void accountThatTheRegistryRefuses_isRed_andItsPasswordIsNotSaid() throws Exception {
    push();
    pullSecret("zenml-pro", "old-word");
    pullSecret("zenml-pro-production", "pull-word");
    assertThat(look())
        .filteredOn(Judgement::isRed)
        .singleElement()
        .satisfies(found -> {
          assertThat(found.subject()).isEqualTo("zenml-pro");
          assertThat(found.toString()).doesNotContain("old-word");
        });
  }

  @Test
  void imageThatTheRegistryLost_isRed() throws Exception {
    pullSecret("zenml-pro", "pull-word");
    pullSecret("zenml-pro-production", "pull-word");
    assertThat(look())
        .filteredOn(Judgement::isRed)
        .first()
        .satisfies(found -> assertThat(found.seen()).contains("is not in the registry any more"));
  }
}
