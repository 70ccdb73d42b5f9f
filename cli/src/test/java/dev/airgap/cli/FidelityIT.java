package dev.airgap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.manifest.Digest;
import dev.airgap.manifest.OciDocument;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.registry.RegistryClient.ServedManifest;
import dev.airgap.registry.RegistryClients;
import dev.airgap.registry.RegistrySettings;
import dev.airgap.registry.Repository;
import dev.airgap.registry.testing.DebianRegistry;
import dev.airgap.registry.testing.DebianRegistry.Account;
import dev.airgap.registry.testing.ScriptedRegistry;
import dev.airgap.registry.testing.Tool;
import dev.airgap.secrets.RunSecrets;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From registry to bundle to registry, by the commands; looked at by skopeo and crane. */
final class FidelityIT {
  private static final String SERVER = "zenml-server:0.95.1";
  private static final String CLIENT = "zenml:0.95.1";

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final RunSecrets secrets = new RunSecrets();
  private final List<ServedManifest> pushed = new ArrayList<>();
  private final Path folder;
  private final DebianRegistry source;
  private final DebianRegistry target;
  private final RegistryClients clients;

  FidelityIT(@TempDir Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    this.source = DebianRegistry.plain(folder.resolve("source"));
    this.target = DebianRegistry.plain(folder.resolve("target"));
    RegistrySettings plain = new RegistrySettings(List.of(), true, Optional.empty());
    this.clients = new RegistryClients(Map.of(source.host(), plain), Map.of(), secrets);
  }

  @BeforeEach
  void publishTheProduct() throws Exception {
    Path chart = Files.createDirectories(folder.resolve("zenml/templates"));
    Files.writeString(
        chart.resolve("server.yaml"),
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: server}
        spec: {containers: [{name: a, image: "{{ .Values.server.image.repository }}:{{ .Values.server.image.tag }}"}]}
        """);
    Files.writeString(
        chart.resolveSibling("Chart.yaml"), "apiVersion: v2\nname: zenml\nversion: 0.95.1\n");
    Files.writeString(chart.resolveSibling("values.yaml"), "{}\n");
    Tool.run("tar", "-C", folder + "", "-czf", folder.resolve("zenml.tgz") + "", "zenml");
    HandmadeImages charts = images("charts/zenml");
    charts.push(
        "0.95.1",
        OciDocuments.OCI_MANIFEST,
        "\"config\":%s,\"layers\":[%s]"
            .formatted(
                HandmadeImages.json(
                    charts.blob(
                        "application/vnd.cncf.helm.config.v1+json",
                        "{}".getBytes(StandardCharsets.UTF_8))),
                HandmadeImages.json(
                    charts.blob(
                        "application/vnd.cncf.helm.chart.content.v1.tar+gzip",
                        Files.readAllBytes(folder.resolve("zenml.tgz"))))));
    execute(
        ExitCode.DONE, "keygen", "--name", "Test", "--no-passphrase", "--out", keys().toString());
  }

  @AfterEach
  void close() {
    clients.close();
    source.close();
    target.close();
  }

  private Path keys() {
    return folder.resolve("keys");
  }

  private HandmadeImages images(String name) {
    return new HandmadeImages(
        clients.at(source.host()), new Repository(source.host(), "z/" + name));
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private void execute(int expected, String... arguments) {
    Surroundings surroundings =
        new Surroundings(
            Map.of("HOME", folder.toString()),
            Clock.systemUTC(),
            new Console(
                new PrintStream(said, true, StandardCharsets.UTF_8),
                new PrintStream(said, true, StandardCharsets.UTF_8),
                secrets),
            secrets);
    int code = BundleCommand.commandLine(surroundings).execute(arguments);
    assertThat(code).as(said()).isEqualTo(expected);
  }

  private void create(int expected, String... more) throws IOException {
    String images =
        Stream.of(more)
            .map(one -> "{source: '" + one + "'}")
            .collect(Collectors.joining(", ", "images: [", "]\n"));
    String hosts =
        Stream.concat(
                Stream.of(source.host()), Stream.of(more).map(one -> one.replaceFirst("/.*", "")))
            .distinct()
            .map(host -> "'" + host + "': {plainHttp: true}")
            .collect(Collectors.joining(", ", "registries: {", "}\n"));
    Files.writeString(
        folder.resolve("bundle.yaml"),
        """
        apiVersion: airgap.dev/v1
        kind: BundleSpec
        release: 2026.11.0
        product: zenml
        versions: {server: 0.95.1, client: 0.95.1}
        platform: all
        sources: {images: %1$s/z, charts: 'oci://%1$s/z/charts'}
        """
                .formatted(source.host())
            + images
            + hosts);
    execute(
        expected,
        "create",
        "-f",
        folder.resolve("bundle.yaml").toString(),
        "--key",
        keys().resolve("signer.key").toString(),
        "--cert",
        keys().resolve("signer.pem").toString(),
        "--no-installer",
        "-o",
        folder.resolve("a.tar").toString());
  }

  private void load() {
    execute(
        ExitCode.DONE,
        "load",
        folder.resolve("a.tar").toString(),
        "--registry",
        target.host() + "/site",
        "--plain-http",
        "--trust",
        keys().resolve("signer.pem").toString());
  }

  private ServedManifest noted(ServedManifest manifest) {
    pushed.add(manifest);
    return manifest;
  }

  /** An index in an index, of images, their attestations and an artifact. */
  private void pushNested(String name, String tag) throws IOException {
    HandmadeImages images = images(name);
    ServedManifest image = noted(images.ociImage("", "amd64", 10));
    ServedManifest arm = noted(images.ociImage("", "arm64", 20));
    ServedManifest inner =
        noted(
            images.push(
                "",
                OciDocuments.OCI_INDEX,
                "\"manifests\":[%s,\n%s,%s],\"annotations\":{\"y\":\"2\",\"x\":\"1\"}"
                    .formatted(
                        HandmadeImages.json(arm, HandmadeImages.platform("arm64")),
                        HandmadeImages.json(image, HandmadeImages.platform("amd64")),
                        HandmadeImages.json(
                            noted(images.attestation(image)),
                            ",\"platform\":{\"os\":\"unknown\",\"architecture\":\"unknown\"},\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\",\"vnd.docker.reference.digest\":\"%s\"}"
                                .formatted(image.digest())))));
    noted(
        images.push(
            tag,
            OciDocuments.OCI_INDEX,
            "\"artifactType\":\"application/vnd.example.release\",\"subject\":%s,\"manifests\":[%s,%s]"
                .formatted(
                    HandmadeImages.json(arm, ""),
                    HandmadeImages.json(inner, ""),
                    HandmadeImages.json(
                        noted(images.artifact()),
                        ",\"artifactType\":\"application/vnd.example.sbom.v1\",\"platform\":{\"os\":\"unknown\",\"architecture\":\"unknown\"}"))));
  }

  private void pushDockersList(String name, String tag) throws IOException {
    HandmadeImages images = images(name);
    ServedManifest image = noted(images.dockerImage("", 30));
    noted(
        images.push(
            tag,
            OciDocuments.DOCKER_LIST,
            "\"manifests\":[%s]"
                .formatted(HandmadeImages.json(image, HandmadeImages.platform("amd64")))));
  }

  @Test
  void everyKindOfImage_arrivesByteForByte() throws Exception {
    Crane crane = Crane.find();
    pushNested("zenml-server", "0.95.1");
    noted(images("zenml").dockerImage("0.95.1", 50));
    pushDockersList("list", "1");
    noted(images("plain").ociImage("1", "amd64", 60));
    create(ExitCode.DONE, source.host() + "/z/list:1", source.host() + "/z/plain:1");
    assertThat(said()).contains("plainHttp: true: nothing proves that this is the registry");
    load();

    assertThat(pushed).hasSize(10);
    Map<Digest, ServedManifest> byDigest =
        pushed.stream().collect(Collectors.toMap(ServedManifest::digest, manifest -> manifest));
    for (String image : List.of(SERVER, CLIENT, "list:1", "plain:1")) {
      String there = target.host() + "/site/" + image;
      String here = source.host() + "/z/" + image;
      assertThat(skopeo(there)).isEqualTo(skopeo(here));
      assertThat(crane.run("digest", there)).isEqualTo(crane.run("digest", here));
      assertSame(crane, byDigest, Digest.of(skopeo(there)), there.replaceFirst(":[^:]*$", ""));
    }
    assertThat(byDigest).isEmpty();
    assertChartIsTheRegistrys(crane);
  }

  /** The manifest, all that it names, and the blobs below, as both tools fetch them. */
  private static void assertSame(
      Crane crane, Map<Digest, ServedManifest> expected, Digest digest, String repository)
      throws Exception {
    ServedManifest manifest = expected.remove(digest);
    String reference = repository + "@" + digest;
    assertThat(manifest).as(reference).isNotNull();
    assertThat(skopeo(reference)).isEqualTo(manifest.bytes());
    assertThat(crane.run("manifest", reference)).isEqualTo(manifest.bytes());
    switch (OciDocuments.read(manifest.bytes(), manifest.mediaType())) {
      case OciDocument.Index index -> {
        for (OciDocument.Child child : index.children()) {
          assertSame(crane, expected, child.descriptor().digest(), repository);
        }
      }
      case OciDocument.Image image -> {
        for (var blob : image.references()) {
          byte[] bytes = crane.run("blob", repository + "@" + blob.digest());
          assertThat(Digest.of(bytes)).isEqualTo(blob.digest());
        }
      }
    }
  }

  private static byte[] skopeo(String reference) throws Exception {
    return Tool.run(
        "", Map.of(), "skopeo", "inspect", "--raw", "--tls-verify=false", "docker://" + reference);
  }

  private void assertChartIsTheRegistrys(Crane crane) throws Exception {
    Tool.run("tar", "-C", folder + "", "-xf", folder.resolve("a.tar") + "");
    Path carried = folder.resolve("zenml-air-gapped-bundle/charts/zenml-0.95.1.tgz");
    byte[] served =
        crane.run(
            "blob", source.host() + "/z/charts/zenml@" + Digest.of(Files.readAllBytes(carried)));
    assertThat(carried).hasBinaryContent(served);
  }

  @Test
  void passwordFromStandardInput_opensTheRegistry_andAnotherDoesNot() throws Exception {
    images("zenml-server").ociImage("0.95.1", "amd64", 10);
    images("zenml").dockerImage("0.95.1", 50);
    create(ExitCode.DONE);
    InputStream terminal = System.in;
    Account robot = new Account("robot", "word of robot");
    try (DebianRegistry guarded = DebianRegistry.withPassword(folder.resolve("guarded"), robot)) {
      String[] target = {
        "--registry", guarded.host() + "/site", "--plain-http", "--username", "robot"
      };
      typed(ExitCode.REGISTRY, "other word\n", target, "probe");
      assertThat(said()).contains("answers 401");
      typed(ExitCode.DONE, "word of robot\n", target, "probe");
      assertThat(said()).contains("takes the given credentials of user 'robot'");
      String bundle = folder.resolve("a.tar").toString();
      String signer = keys().resolve("signer.pem").toString();
      typed(ExitCode.REGISTRY, "other word\n", target, "load", bundle, "--trust", signer);
      typed(ExitCode.DONE, "word of robot\n", target, "load", bundle, "--trust", signer);
      assertThat(guarded.stores(Digest.of(HandmadeImages.noise(10, 40_000)).toString())).isTrue();
      assertThat(said()).doesNotContain("other word", "word of robot");
    } finally {
      System.setIn(terminal);
    }
  }

  private void typed(int expected, String input, String[] target, String... command) {
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    execute(
        expected,
        Stream.of(command, target, new String[] {"--password-stdin"})
            .flatMap(Stream::of)
            .toArray(String[]::new));
  }

  @Test
  void whatMayNotBeCarried_isRefusedInWords() throws Exception {
    images("zenml-server").ociImage("0.95.1", "amd64", 10);
    images("zenml").dockerImage("0.95.1", 50);
    String layer = "\"size\":1,\"digest\":\"" + Digest.of(new byte[1]) + "\"";
    try (ScriptedRegistry scripted =
        ScriptedRegistry.playing((request, answer) -> {
          String target = request.target();
          String type =
              target.contains("/schema1/")
                  ? "application/vnd.docker.distribution.manifest.v1+prettyjws"
                  : OciDocuments.DOCKER_MANIFEST;
          String layerType =
              target.contains("/foreign/")
                  ? "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"
                  : "application/vnd.docker.image.rootfs.diff.tar.gzip";
          String urls = target.contains("/urls/") ? ",\"urls\":[\"https://example.com\"]" : "";
          answer.whole(
              200,
              "{\"schemaVersion\":2,\"config\":{%s,\"mediaType\":\"%s\"},\"layers\":[{%s,\"mediaType\":\"%s\"%s}]}"
                  .formatted(layer, HandmadeImages.DOCKER_CONFIG, layer, layerType, urls)
                  .getBytes(StandardCharsets.UTF_8),
              "Content-Type: " + type);
        })) {
      String host = scripted.host();
      create(ExitCode.REGISTRY, host + "/z/schema1:1", host + "/z/foreign:1", host + "/z/urls:1");
    }
    assertThat(said())
        .contains("/z/schema1", "old schema 1 is not read")
        .contains("/z/foreign:1: layers[0] is a foreign layer, which no registry may pass on")
        .contains("/z/urls:1: layers[0] has urls, which would be fetched from elsewhere");
    assertThat(folder.resolve("a.tar")).doesNotExist();
  }

  @Test
  void blobThatIsNotWhatItsDigestSays_isNamed_andNothingIsWritten() throws Exception {
    images("zenml-server").ociImage("0.95.1", "amd64", 10);
    images("zenml").dockerImage("0.95.1", 50);
    Digest layer = Digest.of(HandmadeImages.noise(10, 40_000));
    Path stored =
        folder.resolve(
            "source/data/docker/registry/v2/blobs/sha256/%s/%s/data"
                .formatted(layer.hex().substring(0, 2), layer.hex()));
    Files.write(stored, HandmadeImages.noise(11, 40_000));
    create(ExitCode.REGISTRY);
    assertThat(said())
        .contains("registry: pull blob " + layer + " of " + source.host() + "/z/zenml-server: ")
        .contains("bytes with the digest " + Digest.of(HandmadeImages.noise(11, 40_000)));
    assertThat(folder.resolve("a.tar")).doesNotExist();
  }
}
