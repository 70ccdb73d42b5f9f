package dev.airgap.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ImageLayoutTest {
  private static final byte[] INDEX =
      Samples.bytes(
          """
          {"schemaVersion":2,"manifests":[{"mediaType":"%s","digest":"%s","size":%d,
          "platform":{"os":"linux","architecture":"amd64"}}]}\
          """
              .formatted(
                  OciDocuments.OCI_MANIFEST, Samples.MANIFEST_DIGEST, Samples.MANIFEST.length));

  private static ImageEntry indexed() {
    List<BlobDescriptor> blobs =
        Stream.concat(
                Stream.of(Samples.blob(INDEX, OciDocuments.OCI_INDEX)),
                Samples.image("1").blobs().stream())
            .sorted(Comparator.comparing(BlobDescriptor::digest))
            .toList();
    return new ImageEntry(
        "redis",
        "7.4",
        ImageRole.HELPER,
        Digest.of(INDEX),
        OciDocuments.OCI_INDEX,
        Digest.of(Samples.CONFIG),
        "docker.io/library/redis:7.4",
        null,
        Transport.VERIFIED,
        blobs,
        blobs.stream().mapToLong(BlobDescriptor::size).sum());
  }

  private static Map<Digest, OciDocument> documents() throws InvalidManifestException {
    return Map.of(
        Samples.MANIFEST_DIGEST,
        OciDocuments.read(Samples.MANIFEST, OciDocuments.OCI_MANIFEST),
        Digest.of(INDEX),
        OciDocuments.read(INDEX, OciDocuments.OCI_INDEX));
  }

  private static String file(BundlePath path) throws InvalidManifestException {
    BundleManifest manifest = Samples.manifest(List.of(indexed()), List.of(), Samples.files());
    byte[] bytes =
        ImageLayout.files(manifest.images(), documents()).getOrDefault(path, new byte[0]);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void index_namesEveryImageForSkopeoAndContainerd() throws InvalidManifestException {
    assertThat(file(BundlePaths.IMAGE_INDEX))
        .isEqualTo(
            """
            {
              "manifests": [
                {
                  "annotations": {
                    "io.containerd.image.name": "docker.io/library/redis:7.4",
                    "org.opencontainers.image.ref.name": "redis:7.4"
                  },
                  "digest": "%s",
                  "mediaType": "application/vnd.oci.image.index.v1+json",
                  "size": %d
                }
              ],
              "mediaType": "application/vnd.oci.image.index.v1+json",
              "schemaVersion": 2
            }
            """
                .formatted(Digest.of(INDEX), INDEX.length));
  }

  @Test
  void keptIndex_standsInTheDockerTableWithItsLinuxImage() throws InvalidManifestException {
    assertThat(file(BundlePaths.DOCKER_TABLE))
        .isEqualTo(
            """
            [
              {
                "Config": "blobs/sha256/%s",
                "Layers": [
                  "blobs/sha256/%s"
                ],
                "RepoTags": [
                  "redis:7.4"
                ]
              }
            ]
            """
                .formatted(Digest.of(Samples.CONFIG).hex(), Digest.of(Samples.LAYER).hex()));
  }

  @Test
  void reachedBlobs_areExactlyTheListedOnes() throws InvalidManifestException {
    assertThat(ImageReach.problems(indexed(), documents())).isEmpty();
  }

  @Test
  void unreachedAndUnlistedBlobs_areNamed() throws InvalidManifestException {
    ImageEntry image = indexed();
    BlobDescriptor more = Samples.blob(Samples.bytes("more"), "text/plain");
    List<BlobDescriptor> other =
        Stream.concat(
                image.blobs().stream().filter(blob -> !blob.equals(Samples.layer())),
                Stream.of(more))
            .toList();
    assertThat(ImageReach.problems(withBlobs(image, other), documents()))
        .containsExactly(
            "image redis:7.4 lists the blob %s, which its manifests do not reach"
                .formatted(more.digest()),
            "image redis:7.4 does not list the blob %s, which its manifests reach"
                .formatted(Samples.layer().digest()));
  }

  @Test
  void otherSizeOrMissingManifest_isNamed() throws InvalidManifestException {
    ImageEntry image = indexed();
    List<BlobDescriptor> resized =
        image.blobs().stream()
            .map(b ->
                b.equals(Samples.layer()) ? new BlobDescriptor(b.digest(), 6, b.mediaType()) : b)
            .toList();
    assertThat(ImageReach.problems(withBlobs(image, resized), documents()))
        .singleElement()
        .asString()
        .contains("with another size or media type");
    assertThat(ImageReach.problems(image, Map.of()))
        .contains("image redis:7.4 has no manifest for linux/amd64")
        .anyMatch(problem -> problem.endsWith("which is not there"));
  }

  private static ImageEntry withBlobs(ImageEntry image, List<BlobDescriptor> blobs) {
    return new ImageEntry(
        image.name(),
        image.tag(),
        image.role(),
        image.digest(),
        image.mediaType(),
        image.configDigest(),
        image.source(),
        image.sourceDigest(),
        image.transport(),
        blobs,
        image.size());
  }
}
