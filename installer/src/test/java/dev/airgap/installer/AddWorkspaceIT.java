package dev.airgap.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.archive.Trust;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.check.Acceptances;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.receipt.Receipt;
import dev.airgap.installer.receipt.Receipts;
import dev.airgap.installer.site.Enrollment;
import dev.airgap.installer.site.Running;
import dev.airgap.installer.site.SecretsStores;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.RecordingListener;
import dev.airgap.installer.testing.SampleBundle;
import dev.airgap.installer.testing.SampleImage;
import dev.airgap.installer.testing.SampleReleases;
import dev.airgap.installer.testing.SampleSite;
import dev.airgap.installer.testing.SharedApiServer;
import dev.airgap.manifest.Digest;
import dev.airgap.pki.Signer;
import dev.airgap.registry.RegistryClients;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What must be there before a workspace is added, in a real API server; nothing is written. */
@ExtendWith(SharedApiServer.class)
final class AddWorkspaceIT {
  private static final Site SITE = SampleSite.with(Map.of(), Map.of());
  private static final Map<String, SampleImage> IMAGES =
      Map.of("zenml-pro-api:1.0", SampleImage.of("amd64", SampleImage.noise(1, 500)));

  private final ApiServer server;
  private final Cluster cluster;
  private final Path folder;
  private final Signer signer;
  private final VerifiedBundle bundle;
  private final RegistryClients registries =
      new RegistryClients(Map.of(), Map.of(), new RunSecrets());

  AddWorkspaceIT(ApiServer server, @TempDir Path folder) throws Exception {
    this.server = server;
    this.cluster = server.connect();
    this.folder = folder;
    this.signer = SampleBundle.signer(folder.resolve("keys"));
    this.bundle = seal("2026.11.0");
  }

  @BeforeEach
  void clear() {
    server.clear("bundle-system", "zenml-pro");
  }

  @AfterEach
  void close() throws Exception {
    registries.close();
    bundle.close();
    cluster.close();
  }

  private VerifiedBundle seal(String release) throws Exception {
    return new SampleBundle(release, IMAGES).seal(signer, folder.resolve(release));
  }

  private Trust trust() {
    return new Trust(List.of(signer.certificate()), false);
  }

  private AddWorkspace adding() {
    return new InstallBundle(
            new InstallBundle.Surroundings(
                cluster,
                registries.at("registry.test"),
                new SampleReleases(),
                new RunSecrets(),
                Map.of(),
                folder,
                SampleBundle.CLOCK,
                new RecordingListener()),
            new InstallBundle.Options(
                trust(),
                false,
                false,
                Digest.of(new byte[0]),
                Acceptances.NONE,
                "0.1.0",
                "anna@jump/1"))
        .adding();
  }

  private void receiptOf(VerifiedBundle installed) throws Exception {
    new Receipts(cluster, trust(), SampleBundle.CLOCK)
        .write(
            installed,
            new Receipt(
                installed.manifest().release(),
                installed.manifestDigest(),
                Instant.EPOCH,
                "admin",
                "0.1.0",
                cluster.server(),
                List.of(),
                List.of("zenml-pro"),
                List.of()));
  }

  private void assertRefused(String sentence) {
    List<Secret> before = server.admin().secrets().inAnyNamespace().list().getItems();
    assertThatThrownBy(() -> adding().plan(bundle, SITE))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining(sentence);
    assertThat(server.admin().secrets().inAnyNamespace().list().getItems()).isEqualTo(before);
  }

  @Test
  void siteThatWasNeverInstalled_isRefused() {
    assertRefused("nothing is installed here: run 'bundle install'");
  }

  @Test
  void bundleOfAnotherRelease_isRefused() throws Exception {
    try (VerifiedBundle older = seal("2026.10.0")) {
      receiptOf(older);
    }
    assertRefused(
        "release 2026.10.0 is installed here, and this is the bundle of release 2026.11.0");
  }

  @Test
  void controlPlaneWhosePasswordIsLost_isRefused() throws Exception {
    receiptOf(bundle);
    assertRefused("the Secret bundle-system/control-plane has no adminPassword");
  }

  @Test
  void nameThatTheSiteFileLacks_isRefused_withTheNearestOne() {
    assertThatThrownBy(() -> AddWorkspace.only(SITE, "prodution"))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining("no workspace 'prodution'; did you mean 'production'?");
  }

  @Test
  void part_isThatWorkspaceAlone() throws Exception {
    Site.WorkspaceSite first = SITE.workspaces().getFirst();
    Site.WorkspaceSite other =
        new Site.WorkspaceSite(
            "staging",
            "Example",
            "s.zenml.test",
            first.database(),
            SecretsStores.USUAL,
            Map.of(),
            Running.AS_THE_CHART_SAYS,
            Enrollment.BY_API);
    Site part = AddWorkspace.only(SITE.with(other), "staging");
    assertThat(part.workspaces()).containsExactly(other);
    assertThat(part.namespaces()).containsExactly("zenml-pro", "zenml-pro-staging");
  }
}
