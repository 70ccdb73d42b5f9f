package dev.airgap.bundler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.archive.SealedBundle;
import dev.airgap.bundler.complete.IncompleteBundleException;
import dev.airgap.bundler.progress.CreateListener;
import dev.airgap.bundler.seal.Sealing;
import dev.airgap.helm.HelmInChild;
import dev.airgap.helm.HelmRuntime;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.Transport;
import dev.airgap.pki.SignerFiles;
import dev.airgap.registry.Login;
import dev.airgap.registry.RegistryClients;
import dev.airgap.registry.RegistryException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole create from a real registry with TLS, a private CA and a password. */
final class CreateBundleIT {
  private static final String ROOT = "zenml-air-gapped-bundle/";
  private static final byte[] SHARED = SourceRegistry.noise(1, 300_000);
  private static final String WAIT = "docker.io/library/waiter:1.0";

  @TempDir private Path folder = Path.of("");
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private Instant created = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private SourceRegistry registry =
      new SourceRegistry(
          new RegistryClients(Map.of(), Map.of(), new RunSecrets()).at("localhost"), "localhost");
  private SampleCharts charts = new SampleCharts(folder);
  private Digest api = Digest.of(SHARED);
  private SourceRegistry.Pushed server = new SourceRegistry.Pushed(api, api, api);

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
  private void waitingFor(String image) throws IOException, InterruptedException {
    registry.chart("z/zenml-chart/zenml", "0.95.1", charts.server("0.95.1", image));
    registry.chart("z/zenml-chart/zenml-pro", "0.13.18", charts.controlPlane("0.13.18"));
  }

  private void dockerConfig(DebianRegistry.Account account) throws IOException {
    String login =
        Base64.getEncoder()
            .encodeToString(
                (account.user() + ":" + account.password()).getBytes(StandardCharsets.UTF_8));
    Files.writeString(
        folder.resolve("config.json"),
        "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(registry.host(), login));
  }

  private Path spec(String more) throws IOException {
    return Files.writeString(
        folder.resolve("bundle.yaml"),
        """
        apiVersion: airgap.dev/v1
        kind: BundleSpec
        release: 2026.11.0
        product: zenml-pro
        versions: {controlPlane: 0.13.18, workspace: 0.95.1, client: 0.95.1}
        sources: {images: %1$s/z, charts: 'oci://%1$s/z/zenml-chart'}
        registries: {'%1$s': {ca: tls/ca.pem}}
        """
                .formatted(registry.host())
            + more);
  }

  private SealedBundle create(String more, String out) throws Exception {
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
        new Sealing(folder.resolve(out), created, Optional.empty(), "0.1.0", false));
  }

  private final class Listener implements CreateListener {
    @Override
    public synchronized void stage(String what) {
      said.add(what);
    }

    @Override
    public synchronized void warning(String what) {
      said.add("warning: " + what);
    }

    @Override
    public void fetched(long done, long inAll) {
      assertThat(done).isLessThanOrEqualTo(inAll);
    }
  }

  private Path unpacked(SealedBundle bundle) throws IOException, InterruptedException {
    Path target = Files.createDirectories(folder.resolve("unpacked"));
    Tool.run("tar", "-C", target.toString(), "-xf", bundle.file().toString());
    return target.resolve(ROOT);
  }

  private static ImageEntry image(SealedBundle bundle, String reference) {
    return bundle.manifest().images().stream()
        .filter(image -> image.reference().equals(reference))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void privateRegistry_isBundled_andStockToolsReadTheOriginalDigests() throws Exception {
    SealedBundle bundle = create("", "a.bundle");
    Path root = unpacked(bundle);
    Tool.run(
        "bash", "-c", "cd '%s' && sha256sum --check --strict --quiet manifest.txt".formatted(root));
    Tool.run(
        "skopeo",
        "copy",
        "--preserve-digests",
        "oci:" + root.resolve("images") + ":zenml-pro-api:0.13.18",
        "dir:" + folder.resolve("copied"));
    assertThat(Digest.of(Files.readAllBytes(folder.resolve("copied/manifest.json"))))
        .isEqualTo(api);
    assertThat(image(bundle, "zenml-pro-api:0.13.18").digest()).isEqualTo(api);
    assertThat(image(bundle, "zenml-pro-api:0.13.18").transport()).isEqualTo(Transport.VERIFIED);
    assertThat(root.resolve("charts/zenml-0.95.1.tgz"))
        .hasBinaryContent(Files.readAllBytes(folder.resolve("charts/zenml.tgz")));
    assertThat(said).anyMatch(line -> line.contains("helm test") && line.contains("busybox"));
  }

  @Test
  void onePlatform_isTakenOutOfAnIndex() throws Exception {
    SealedBundle bundle = create("", "a.bundle");
    ImageEntry entry = image(bundle, "zenml-pro-server:0.95.1");
    assertThat(entry.digest()).isEqualTo(server.amd64());
    assertThat(entry.sourceDigest()).isEqualTo(server.index());
    assertThat(unpacked(bundle).resolve("images/blobs/sha256/" + server.arm64().hex()))
        .doesNotExist();
  }

  @Test
  void allPlatforms_keepAnIndexWhole() throws Exception {
    SealedBundle bundle = create("platform: all\n", "a.bundle");
    ImageEntry entry = image(bundle, "zenml-pro-server:0.95.1");
    assertThat(entry.digest()).isEqualTo(server.index());
    assertThat(entry.sourceDigest()).isNull();
    assertThat(unpacked(bundle).resolve("images/blobs/sha256/" + server.arm64().hex())).exists();
  }

  @Test
  void onePlatform_isTakenOutOfAnIndexInAnIndex() throws Exception {
    registry.outerIndex("z/zenml-pro-server", "outer", "0.95.1");
    SealedBundle bundle =
        create(
            "images: [{source: '%s/z/zenml-pro-server:outer'}]\n".formatted(registry.host()),
            "a.bundle");
    assertThat(image(bundle, "zenml-pro-server:outer").digest()).isEqualTo(server.amd64());
  }

  @Test
  void indexesWithoutEnd_areRefused() throws Exception {
    registry.outerIndex("z/zenml-pro-server", "one", "0.95.1");
    registry.outerIndex("z/zenml-pro-server", "two", "one");
    registry.outerIndex("z/zenml-pro-server", "three", "two");
    assertThatThrownBy(() ->
            create(
                "images: [{source: '%s/z/zenml-pro-server:three'}]\n".formatted(registry.host()),
                "a.bundle"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("indexes within indexes, more than 3 deep");
  }

  @Test
  void anImageForAnotherPlatformWithoutAnIndex_isRefused() throws Exception {
    registry.foreignImage("z/foreign", "1.0");
    String more = "images: [{source: '%s/z/foreign:1.0'}]\n".formatted(registry.host());
    assertThatThrownBy(() -> create(more, "a.bundle"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("z/foreign:1.0 is an image for linux/arm64")
        .hasMessageContaining("the bundle is for linux/amd64");
  }

  @Test
  void aChartAsAnImage_isRefused() {
    String more =
        "images: [{source: '%s/z/zenml-chart/zenml:0.95.1', name: chart}]\n"
            .formatted(registry.host());
    assertThatThrownBy(() -> create(more, "a.bundle"))
        .hasMessageContaining("is no container image: its config is of the type")
        .hasMessageContaining("helm.config");
  }

  @Test
  void aChartsFolder_isPacked_alwaysIntoTheSameBytes() throws Exception {
    Path chart = Files.createDirectories(folder.resolve("mine"));
    Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: mine\nversion: 1.2.3\n");
    Files.createDirectories(chart.resolve("templates"));
    Files.writeString(chart.resolve("templates/a.yaml"), "kind: ConfigMap\n");
    SealedBundle first = create("charts: [mine]\n", "a.bundle");
    Files.setLastModifiedTime(
        chart.resolve("Chart.yaml"), java.nio.file.attribute.FileTime.fromMillis(1));
    SealedBundle second = create("charts: [mine]\n", "b.bundle");
    assertThat(Files.mismatch(first.file(), second.file())).isEqualTo(-1);
    Path packed = unpacked(first).resolve("charts/mine-1.2.3.tgz");
    Tool.run("tar", "-C", folder.toString(), "-df", packed.toString(), "mine/Chart.yaml");
    Files.writeString(chart.resolve(".helmignore"), "x\n");
    assertThatThrownBy(() -> create("charts: [mine]\n", "c.bundle"))
        .hasMessageContaining("pack it with 'helm package'");
  }

  @Test
  void sameInputs_giveSameBytes() throws Exception {
    SealedBundle first = create("", "a.bundle");
    SealedBundle second = create("", "b.bundle");
    assertThat(Files.mismatch(first.file(), second.file())).isEqualTo(-1);
  }

  @Test
  void theSameImagesAndChartsInAnotherOrder_giveSameBytes() throws Exception {
    registry.image("z/one", "1", SHARED, SourceRegistry.noise(7, 1_000));
    registry.image("z/one", "2", SHARED, SourceRegistry.noise(8, 1_000));
    registry.image("z/another", "2", SourceRegistry.noise(9, 1_000));
    for (String chart : List.of("mine", "yours")) {
      Path content = Files.createDirectories(folder.resolve(chart)).resolve("Chart.yaml");
      Files.writeString(content, "apiVersion: v2\nname: %s\nversion: 1.0.0\n".formatted(chart));
    }
    String images =
        "images: [{source: '%1$s/z/%2$s'}, {source: '%1$s/z/%3$s'}, {source: '%1$s/z/%4$s'}]\n";
    SealedBundle first =
        create(
            images.formatted(registry.host(), "one:1", "another:2", "one:2")
                + "charts: [yours, mine]\n",
            "a.bundle");
    SealedBundle second =
        create(
            images.formatted(registry.host(), "one:2", "one:1", "another:2")
                + "charts: [mine, yours]\n",
            "b.bundle");
    assertThat(first.manifest().images())
        .extracting(ImageEntry::reference)
        .containsSubsequence("another:2", "one:1", "one:2");
    assertThat(Files.mismatch(first.file(), second.file())).isEqualTo(-1);
  }

  @Test
  void anImageThatTheChartsRun_andTheSpecLacks_isNamedWithItsLine() throws Exception {
    waitingFor(WAIT);
    assertThatThrownBy(() -> create("", "a.bundle"))
        .isInstanceOf(IncompleteBundleException.class)
        .hasMessageContaining("- {source: docker.io/library/waiter:1.0, role: helper}");
    assertThat(folder.resolve("a.bundle")).doesNotExist();
    assertThat(folder.resolve("a.bundle.partial")).doesNotExist();
  }

  @Test
  void anImageWithoutATag_isNamedWithALineThatWantsOne() throws Exception {
    waitingFor("docker.io/library/waiter");
    assertThatThrownBy(() -> create("", "a.bundle"))
        .isInstanceOf(IncompleteBundleException.class)
        .hasMessageContaining("- {source: 'docker.io/library/waiter:TAG', role: helper}")
        .hasMessageContaining("names no tag that stays");
  }

  @Test
  void anImageThatTheSpecHasUnderTheChartsOwnName_isThere() throws Exception {
    String waiter = registry.host() + "/z/waiter:1.0";
    registry.image("z/waiter", "1.0", SourceRegistry.noise(6, 1_000));
    waitingFor(waiter);
    SealedBundle bundle =
        create("images: [{source: '%s', role: helper}]\n".formatted(waiter), "a.bundle");
    assertThat(image(bundle, "waiter:1.0").source()).isEqualTo(waiter);
  }

  @Test
  void everyTagThatIsNotThere_isNamedAtOnce() {
    assertThatThrownBy(() ->
            create(
                "images: [{source: '%1$s/z/one:1'}, {source: '%1$s/z/two:2'}]\n"
                    .formatted(registry.host()),
                "a.bundle"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("z/one")
        .hasMessageContaining("z/two")
        .hasMessageNotContaining("s3cret-of-builder");
  }

  @Test
  void aChartThatCallsItselfAnother_isRefused() throws Exception {
    registry.chart("z/zenml-chart/zenml", "0.95.1", charts.server("0.95.2", "x"));
    assertThatThrownBy(() -> create("", "a.bundle"))
        .hasMessageContaining("calls itself zenml 0.95.2")
        .hasMessageContaining("0.95.1 was asked for");
  }

  @Test
  void aChartFileThatIsNotThere_isSaidInASentence() {
    assertThatThrownBy(() -> create("charts: [gone.tgz]\n", "a.bundle"))
        .hasMessageContaining("gone.tgz is not there");
  }

  @Test
  void aChartFileThatIsCarriedAlready_isRefused() throws Exception {
    Files.write(folder.resolve("again.tgz"), charts.controlPlane("0.13.18"));
    assertThatThrownBy(() -> create("charts: [again.tgz]\n", "a.bundle"))
        .hasMessageContaining("file:again.tgz")
        .hasMessageContaining("would both become charts/zenml-pro-0.13.18.tgz");
  }

  @Test
  void aSignerThatEndsSoon_isWarnedOf() throws Exception {
    newSigner(Duration.ofDays(10));
    create("", "a.bundle");
    assertThat(said).anyMatch(line -> line.startsWith("warning: the signer's certificate ends"));
  }

  @Test
  void aCreationTimeOutsideTheSignersValidity_isRefused() {
    created = created.minus(2, ChronoUnit.DAYS);
    assertThatThrownBy(() -> create("", "a.bundle"))
        .isInstanceOf(SignerNotValidException.class)
        .hasMessageContaining(created.toString());
  }

  private void newSigner(Duration validity) throws IOException {
    Files.delete(folder.resolve("signer.key"));
    Files.delete(folder.resolve("signer.pem"));
    new SignerFiles(Clock.systemUTC())
        .generate("Example release", validity, Optional.empty(), folder);
  }

  @Test
  void theStandInCharts_renderWithTheCataloguesValues_andRunNothingElse() throws Exception {
    standIn("zenml-pro", "0.13.18");
    standIn("zenml", "0.95.1");
    create("", "a.bundle");
    assertThat(said).anyMatch(line -> line.contains("helm test"));
  }

  private void standIn(String name, String version) throws Exception {
    Path work = folder.resolve("standin");
    Files.createDirectories(work);
    Tool.run("cp", "-r", "../samples/standin/charts/" + name, work.toString());
    Path chart = work.resolve(name + "/Chart.yaml");
    Files.writeString(
        chart, Files.readString(chart).replaceFirst("(?m)^version: .*$", "version: " + version));
    Path packed = work.resolve(name + ".tgz");
    Tool.run("tar", "-C", work.toString(), "-czf", packed.toString(), name);
    registry.chart("z/zenml-chart/" + name, version, Files.readAllBytes(packed));
  }
}
