package dev.airgap.installer.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.testing.SampleBundle;
import dev.airgap.installer.testing.SampleImage;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.registry.testing.Tool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle that is pulled from, by skopeo and by hand. */
final class BundleServerIT {
  private static final byte[] LAYER = SampleImage.noise(1, 700_000);
  private static final SampleImage API = SampleImage.of("amd64", LAYER);
  private static final SampleImage AMD64 = SampleImage.of("amd64", SampleImage.noise(4, 500));
  private static final SampleImage SBOM = SampleImage.about(AMD64, "application/vnd.example.sbom");
  private static final SampleImage REDIS =
      SampleImage.index(
          Map.of(
              "amd64", AMD64,
              "arm64", SampleImage.of("arm64", SampleImage.noise(5, 500)),
              "unknown", SBOM));

  private static final SampleImage OWN_REDIS = SampleImage.of("amd64", SampleImage.noise(6, 500));

  private final Path folder;
  private final VerifiedBundle bundle;
  private final BundleServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  BundleServerIT(@TempDir Path folder) throws Exception {
    this.folder = folder;
    this.bundle =
        new SampleBundle(
                "2026.11.0",
                Map.of("zenml-pro-api:1.0", API, "redis:7.4", REDIS, "team/redis:7.4", OWN_REDIS))
            .seal(SampleBundle.signer(folder.resolve("keys")), folder.resolve("x.bundle"));
    this.server =
        BundleServer.serve(
            bundle, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional.empty());
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
    bundle.close();
  }

  private String registry() {
    return "127.0.0.1:" + server.address().getPort();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + registry() + path));
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    return client.send(request(path).build(), BodyHandlers.ofByteArray());
  }

  private Digest digest(String name) {
    return bundle.manifest().images().stream()
        .filter(image -> image.name().equals(name))
        .findFirst()
        .orElseThrow()
        .digest();
  }

  private Digest copied(String name, String... options) throws Exception {
    Path copy = folder.resolve(name.replaceAll("[/:]", "_"));
    Tool.run(
        "bash",
        "-ec",
        "skopeo copy -q --preserve-digests --src-tls-verify=false %s docker://%s/%s dir:%s"
            .formatted(String.join(" ", options), registry(), name, copy));
    return Digest.of(Files.readAllBytes(copy.resolve("manifest.json")));
  }

  @Test
  void skopeo_pullsImagesAndIndexes_withTheirDigests() throws Exception {
    assertThat(copied("zenml-pro-api:1.0")).isEqualTo(digest("zenml-pro-api"));
    assertThat(copied("redis:7.4", "--all")).isEqualTo(digest("redis"));
  }

  @Test
  void aMirror_isAskedByThePathOfWhatItStandsFor() throws Exception {
    assertThat(copied("some/where/zenml-pro-api:1.0")).isEqualTo(digest("zenml-pro-api"));
  }

  @Test
  void nameThatEndsAsAnother_isNotTakenForIt() throws Exception {
    assertThat(copied("team/redis:7.4")).isEqualTo(digest("team/redis"));
    assertThat(copied("where/ever/team/redis:7.4")).isEqualTo(digest("team/redis"));
    assertThat(copied("other-team/redis:7.4", "--all")).isEqualTo(digest("redis"));
    assertThat(get("/v2/team/redis/manifests/" + digest("redis")).statusCode()).isEqualTo(404);
  }

  @Test
  void addressThatIsTaken_isNamed_withWhatToDo() {
    assertThatThrownBy(() -> BundleServer.serve(bundle, server.address(), Optional.empty()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("nobody can listen at " + registry() + " (Address already in use")
        .hasMessageContaining("--listen");
  }

  @Test
  void partsOfABlob_areServed() throws Exception {
    String path = "/v2/zenml-pro-api/blobs/" + Digest.of(LAYER);
    HttpResponse<byte[]> end =
        client.send(
            request(path).header("Range", "bytes=699000-").build(), BodyHandlers.ofByteArray());
    assertThat(end.statusCode()).isEqualTo(206);
    assertThat(end.body()).isEqualTo(Arrays.copyOfRange(LAYER, 699_000, 700_000));
    assertThat(end.headers().firstValue("Content-Range")).contains("bytes 699000-699999/700000");
    HttpResponse<byte[]> middle =
        client.send(
            request(path).header("Range", "bytes=10-300009").build(), BodyHandlers.ofByteArray());
    assertThat(middle.body()).isEqualTo(Arrays.copyOfRange(LAYER, 10, 300_010));
  }

  @Test
  void headSaysWhatGetWouldSend() throws Exception {
    HttpResponse<Void> head =
        client.send(
            request("/v2/zenml-pro-api/manifests/1.0").HEAD().build(), BodyHandlers.discarding());
    HttpResponse<byte[]> get = get("/v2/zenml-pro-api/manifests/1.0");
    assertThat(head.statusCode()).isEqualTo(200);
    for (String header : new String[] {"content-length", "content-type", "docker-content-digest"}) {
      assertThat(head.headers().firstValue(header)).isEqualTo(get.headers().firstValue(header));
    }
  }

  @Test
  void listsAreServed() throws Exception {
    assertThat(new String(get("/v2/_catalog").body(), StandardCharsets.UTF_8))
        .contains("redis", "zenml-pro-api");
    assertThat(new String(get("/v2/redis/tags/list").body(), StandardCharsets.UTF_8))
        .contains("7.4");
    assertThat(get("/v2/redis/referrers/" + Digest.of(LAYER)).statusCode()).isEqualTo(200);
    assertThat(get("/v2/").statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsAboutAnImage_isListedAsItsReferrer() throws Exception {
    String list = "/v2/redis/referrers/";
    assertThat(new String(get(list + AMD64.top().digest()).body(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"manifests\":[{\"annotations\":{\"made\":\"by hand\"},\"artifactType\":\"application/vnd.example.sbom\",\"digest\":\"%s\",\"mediaType\":\"%s\",\"size\":%d}],\"mediaType\":\"%s\",\"schemaVersion\":2}"
                .formatted(
                    SBOM.top().digest(),
                    OciDocuments.OCI_MANIFEST,
                    SBOM.top().size(),
                    OciDocuments.OCI_INDEX));
    assertThat(new String(get(list + SBOM.top().digest()).body(), StandardCharsets.UTF_8))
        .contains("\"manifests\":[]");
  }

  @Test
  void whatIsNotThere_andWhatWouldWrite_isRefused() throws Exception {
    for (String path :
        new String[] {
          "/",
          "/v2/other/manifests/1.0",
          "/v2/redis/manifests/8.0",
          "/v2/redis/blobs/" + Digest.of(LAYER),
          "/v2/redis/blobs/../../../etc/passwd",
          "/v2/redis/manifests/sha256:zz"
        }) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(404);
    }
    HttpResponse<byte[]> push =
        client.send(
            request("/v2/redis/blobs/uploads/").POST(HttpRequest.BodyPublishers.noBody()).build(),
            BodyHandlers.ofByteArray());
    assertThat(push.statusCode()).isEqualTo(405);
  }

  @Test
  void mediumThatChanged_isNeverServedToItsEnd() throws Exception {
    byte[] file = Files.readAllBytes(folder.resolve("x.bundle"));
    int at = indexOf(file, Arrays.copyOf(LAYER, 64));
    try (RandomAccessFile medium =
        new RandomAccessFile(folder.resolve("x.bundle").toFile(), "rw")) {
      medium.seek(at + 100_000L);
      medium.write(LAYER[100_000] + 1);
    }
    String blob = "/v2/zenml-pro-api/blobs/" + Digest.of(LAYER);
    assertThatThrownBy(() -> get(blob)).isInstanceOf(IOException.class);
    assertThatThrownBy(() ->
            client.send(
                request(blob).header("Range", "bytes=0-9").build(), BodyHandlers.ofByteArray()))
        .isInstanceOf(IOException.class);
  }

  private static int indexOf(byte[] all, byte[] part) {
    for (int i = 0; ; i++) {
      if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
  }
}
