package dev.airgap.bundler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.archive.BundleOpener;
import dev.airgap.archive.BundleVerifier;
import dev.airgap.archive.CheckListener;
import dev.airgap.archive.Parts;
import dev.airgap.archive.SealedBundle;
import dev.airgap.archive.Trust;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.bundler.progress.CreateListener;
import dev.airgap.bundler.seal.Sealing;
import dev.airgap.helm.HelmInChild;
import dev.airgap.helm.HelmRuntime;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.pki.Certificates;
import dev.airgap.pki.SignerFiles;
import dev.airgap.registry.Login;
import dev.airgap.registry.RegistryClients;
import dev.airgap.registry.RegistrySettings;
import dev.airgap.registry.testing.DebianRegistry;
import dev.airgap.registry.testing.TestAuthority;
import dev.airgap.registry.testing.Tool;
import dev.airgap.secrets.RunSecrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Creates bundles from a real registry with TLS, a private CA and a password. */
abstract class FromSourceRegistry {
  static final String ROOT = "zenml-air-gapped-bundle/";
  static final byte[] SHARED = SourceRegistry.noise(1, 300_000);

  @TempDir Path folder = Path.of("");
  final List<AutoCloseable> open = new ArrayList<>();
  boolean updateLock;
  String trust = "ca: tls/ca.pem";
  String release = "2026.11.0";
  String product = "zenml-pro";
  String versions = "{controlPlane: 0.13.18, workspace: 0.95.1, client: 0.95.1}";
  Optional<VerifiedBundle> reuse = Optional.empty();
  Optional<VerifiedBundle> since = Optional.empty();
  long cutAfter = Long.MAX_VALUE;
  long fetched;
  final List<String> said = new ArrayList<>();
  Instant created = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  SourceRegistry registry =
      new SourceRegistry(
          new RegistryClients(Map.of(), Map.of(), new RunSecrets()).at("localhost"), "localhost");
  SampleCharts charts = new SampleCharts(folder);
  Digest api = Digest.of(SHARED);
  SourceRegistry.Pushed server = new SourceRegistry.Pushed(api, api, api);

  @BeforeEach
  void fillTheRegistry() throws Exception {
    TestAuthority authority = TestAuthority.make(folder.resolve("tls"));
    DebianRegistry.Account account = new DebianRegistry.Account("builder", "s3cret-of-builder");
    DebianRegistry debian =
        DebianRegistry.tlsWithPassword(folder.resolve("registry"), authority, account);
    open.add(debian);
    Login login = new Login(account.user(), new RunSecrets().keep(account.password()));
    RegistryClients clients =
        new RegistryClients(
            Map.of(
                debian.host(),
                new RegistrySettings(
                    List.of(authority.caCertificate()), false, Optional.of(login))),
            Map.of(),
            new RunSecrets());
    open.add(clients);
    registry = new SourceRegistry(clients.at(debian.host()), debian.host());
    charts = new SampleCharts(Files.createDirectories(folder.resolve("charts")));
    dockerConfig(account);
    api = registry.image("z/zenml-pro-api", "0.13.18", SHARED, SourceRegistry.noise(2, 5_000));
    registry.image("z/zenml-pro-dashboard", "0.13.18", SHARED);
    server =
        registry.index(
            "z/zenml-pro-server",
            "0.95.1",
            SourceRegistry.noise(3, 9_000),
            SourceRegistry.noise(4, 9_000));
    registry.image("z/zenml", "0.95.1", SourceRegistry.noise(5, 7_000));
    registry.chart("z/zenml-pro", "0.13.18", charts.controlPlane("0.13.18"));
    waitingFor("{{ .Values.server.image.repository }}:{{ .Values.server.image.tag }}");
    new SignerFiles(Clock.systemUTC())
        .generate("Example release", Duration.ofDays(90), Optional.empty(), folder);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  /** Publishes a server chart whose migration waits in this image. */
  void waitingFor(String image) throws IOException, InterruptedException {
    registry.chart("z/zenml-chart/zenml", "0.95.1", charts.server("0.95.1", image));
    registry.chart("z/zenml-chart/zenml-pro", "0.13.18", charts.controlPlane("0.13.18"));
  }

  void dockerConfig(DebianRegistry.Account account) throws IOException {
    String login =
        Base64.getEncoder()
            .encodeToString(
                (account.user() + ":" + account.password()).getBytes(StandardCharsets.UTF_8));
    Files.writeString(
        folder.resolve("config.json"),
        "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(registry.host(), login));
  }

  Path spec(String more) throws IOException {
    return Files.writeString(
        folder.resolve("bundle.yaml"),
        """
        apiVersion: airgap.dev/v1
        kind: BundleSpec
        release: %2$s
        product: %4$s
        versions: %5$s
        sources: {images: %1$s/z, charts: 'oci://%1$s/z/zenml-chart'}
        registries: {'%1$s': {%3$s}}
        """
                .formatted(registry.host(), release, trust, product, versions)
            + more);
  }

  SealedBundle create(String more, String out) throws Exception {
    CreateBundle create =
        new CreateBundle(
            new HelmInChild(HelmRuntime.ofThisProgram()),
            new RunSecrets(),
            Map.of("DOCKER_CONFIG", folder.toString()),
            Clock.systemUTC(),
            new Listener());
    return create.create(
        spec(more),
        new SignerFiles(Clock.systemUTC())
            .read(
                folder.resolve("signer.key"),
                Optional.of(folder.resolve("signer.pem")),
                Optional.empty()),
        new Sealing(
            Parts.whole(folder.resolve(out)),
            created,
            Optional.empty(),
            "0.1.0",
            false,
            updateLock,
            reuse,
            since));
  }

  VerifiedBundle verified(SealedBundle sealed) throws Exception {
    return new BundleVerifier(Clock.systemUTC())
        .verify(
            new BundleOpener().open(sealed.file()),
            new Trust(Certificates.read(folder.resolve("signer.pem")), false),
            new CheckListener() {
              @Override
              public void passed(String check, String finding) {}

              @Override
              public void hashed(long bytesDone, long bytesInAll) {}
            });
  }

  final class Listener implements CreateListener {
    @Override
    public synchronized void stage(String what) {
      said.add(what);
    }

    @Override
    public synchronized void warning(String what) {
      said.add("warning: " + what);
    }

    @Override
    public synchronized void fetched(long done, long inAll) {
      fetched = done;
      if (done > cutAfter) {
        throw new IllegalStateException("cut off");
      }
      assertThat(done).isLessThanOrEqualTo(inAll);
    }
  }

  Path unpacked(SealedBundle bundle) throws IOException, InterruptedException {
    Path target = Files.createDirectories(folder.resolve("unpacked"));
    Tool.run("tar", "-C", target.toString(), "-xf", bundle.file().toString());
    return target.resolve(ROOT);
  }

  static ImageEntry image(SealedBundle bundle, String reference) {
    return bundle.manifest().images().stream()
        .filter(image -> image.reference().equals(reference))
        .findFirst()
        .orElseThrow();
  }
}
