package dev.airgap.installer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.archive.Trust;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.check.Check;
import dev.airgap.installer.check.Colour;
import dev.airgap.installer.check.Finding;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.load.RegistryReadiness;
import dev.airgap.installer.receipt.Receipt;
import dev.airgap.installer.receipt.Receipts;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.SampleBundle;
import dev.airgap.installer.testing.SampleImage;
import dev.airgap.installer.testing.SampleSite;
import dev.airgap.installer.testing.SharedApiServer;
import dev.airgap.manifest.Versions;
import dev.airgap.pki.Signer;
import dev.airgap.registry.RegistryClients;
import dev.airgap.registry.RegistrySettings;
import dev.airgap.registry.testing.DebianRegistry;
import dev.airgap.secrets.RunSecrets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What receipt and registry say against a bundle, out of a real cluster and registry. */
@ExtendWith(SharedApiServer.class)
final class RefusalsIT {
  private static final byte[] LAYER = SampleImage.noise(1, 500);
  private static final SampleImage API = SampleImage.of("amd64", LAYER);
  private static final RegistrySettings PLAIN =
      new RegistrySettings(List.of(), true, Optional.empty());

  private final ApiServer server;
  private final Path folder;
  private final Signer signer;
  private final DebianRegistry registry;
  private final VerifiedBundle bundle;

  RefusalsIT(ApiServer server, @TempDir Path folder) throws Exception {
    this.server = server;
    this.folder = folder;
    this.signer = SampleBundle.signer(folder.resolve("keys"));
    this.registry = DebianRegistry.plain(folder.resolve("registry"));
    this.bundle = sealed("2026.11.0");
  }

  private VerifiedBundle sealed(String release) throws Exception {
    return new SampleBundle(release, Map.of("zenml-pro-api:1.0", API))
        .seal(signer, folder.resolve(release + ".bundle"));
  }

  @BeforeEach
  void clear() {
    server.clear(InstallLease.NAMESPACE);
  }

  @AfterEach
  void close() throws Exception {
    bundle.close();
    registry.close();
  }

  private Site site(String registryHost) {
    Site sample = SampleSite.with(Map.of(), Map.of());
    return new Site(
        sample.cluster(),
        new Site.TargetRegistry(registryHost + "/site", PLAIN, Optional.empty(), Optional.empty()),
        sample.ingress(),
        sample.tls(),
        sample.product(),
        sample.timeouts(),
        List.of());
  }

  private Receipts receipts(Cluster cluster, Signer trusted) {
    return new Receipts(
        cluster, new Trust(List.of(trusted.certificate()), false), SampleBundle.CLOCK);
  }

  private List<Finding> findings(VerifiedBundle of, Cluster cluster, String host, Signer trusted)
      throws Exception {
    try (RegistryClients clients =
        new RegistryClients(Map.of(host, PLAIN), Map.of(), new RunSecrets())) {
      return new Refusals(
              new ReceiptRules(cluster, false),
              clients.at(host),
              new RegistryReadiness(clients.at(host), SampleBundle.CLOCK))
          .findings(of, site(host), receipts(cluster, trusted));
    }
  }

  private List<Finding> findings(VerifiedBundle of) throws Exception {
    try (Cluster cluster = server.connect()) {
      return findings(of, cluster, registry.host(), signer);
    }
  }

  /** As if that bundle had been installed through that address. */
  private void installed(VerifiedBundle of, String address) throws Exception {
    try (Cluster cluster = server.connect()) {
      receipts(cluster, signer)
          .write(
              of,
              new Receipt(
                  of.manifest().release(),
                  of.manifestDigest(),
                  SampleBundle.CLOCK.instant(),
                  "admin",
                  "0.1.0",
                  address.isEmpty() ? cluster.server() : address,
                  List.of(),
                  List.of(),
                  List.of()));
    }
  }

  private static List<Finding> red(List<Finding> findings) {
    return findings.stream().filter(Finding::isRed).toList();
  }

  @Test
  void nothingAgainstIt_isGreen() throws Exception {
    assertThat(red(findings(bundle))).isEmpty();
    installed(bundle, "");
    assertThat(findings(bundle))
        .anySatisfy(found -> assertThat(found.seen()).isEqualTo("release 2026.11.0"))
        .noneSatisfy(found -> assertThat(found.colour()).isEqualTo(Colour.RED));
  }

  @Test
  void olderRelease_andAnotherAddress_areRedAtOnce() throws Exception {
    try (VerifiedBundle newer = sealed("2026.12.0")) {
      installed(newer, "https://10.0.0.10:6443/");
    }
    List<Finding> red = red(findings(bundle));
    assertThat(red)
        .extracting(Finding::check)
        .containsExactly(Check.CLUSTER_ADDRESS, Check.RECEIPT);
    assertThat(red.getFirst().seen()).contains("written through https://10.0.0.10:6443/");
    assertThat(red.getLast().seen()).contains("is older than 2026.12.0, which is installed here");
  }

  @Test
  void otherProductThatIsInstalled_isRed() throws Exception {
    Versions open = new Versions.OpenSource("0.95.1", "0.95.1");
    try (VerifiedBundle other =
        new SampleBundle("2026.10.0", Map.of("zenml-server:0.95.1", API))
            .sealAs(open, signer, folder.resolve("open.bundle"))) {
      installed(other, "");
    }
    List<Finding> red = red(findings(bundle));
    assertThat(red).extracting(Finding::check).containsExactly(Check.RECEIPT);
    assertThat(red.getFirst().seen())
        .isEqualTo(
            "release 2026.10.0 of product zenml; the bundle is of product zenml-pro, and neither becomes the other");
  }

  @Test
  void receiptOfAnUntrustedSigner_isRed() throws Exception {
    installed(bundle, "");
    Signer other = SampleBundle.signer(folder.resolve("others"));
    try (Cluster cluster = server.connect()) {
      assertThat(red(findings(bundle, cluster, registry.host(), other)))
          .singleElement()
          .satisfies(found -> assertThat(found.check()).isEqualTo(Check.RECEIPT))
          .satisfies(found -> assertThat(found.seen()).contains("cannot be believed"));
    }
  }

  @Test
  void receiptThatThisUserMayNotRead_isRed_andCannotBeAccepted() throws Exception {
    try (Cluster cluster = server.connect(server.kubeconfig("nobody-at-all"))) {
      assertThat(red(findings(bundle, cluster, registry.host(), signer)))
          .singleElement()
          .satisfies(found -> assertThat(found.check()).isEqualTo(Check.CLUSTER))
          .satisfies(found -> assertThat(found.check().isAcceptable()).isFalse())
          .satisfies(found -> assertThat(found.seen()).contains("403"));
    }
  }

  @Test
  void deltaWithoutItsBase_isRed() throws Exception {
    try (VerifiedBundle delta =
        new SampleBundle(
                "2026.12.0",
                Map.of(
                    "zenml-pro-api:1.1", SampleImage.of("amd64", LAYER, SampleImage.noise(2, 600))))
            .sealDelta(signer, folder.resolve("delta.bundle"), bundle, API.layer(LAYER))) {
      assertThat(red(findings(delta)))
          .singleElement()
          .satisfies(found -> assertThat(found.check()).isEqualTo(Check.DELTA_BASE))
          .satisfies(found ->
              assertThat(found.seen())
                  .contains("Load the bundle of release 2026.11.0 there first"));
    }
  }

  @Test
  void registryThatDoesNotAnswer_isRed() throws Exception {
    try (Cluster cluster = server.connect()) {
      assertThat(red(findings(bundle, cluster, "localhost:1", signer)))
          .singleElement()
          .satisfies(found -> assertThat(found.check()).isEqualTo(Check.REGISTRY));
    }
  }
}
