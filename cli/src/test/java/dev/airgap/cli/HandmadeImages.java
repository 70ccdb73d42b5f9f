package dev.airgap.cli;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryClient.ServedManifest;
import dev.airgap.registry.Repository;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Fills one repository with manifests in bytes and with fields that no library would write. */
record HandmadeImages(RegistryClient client, Repository repository) {
  static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
  static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";

  static byte[] noise(int seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** A descriptor with its content inline (OCI image specification, descriptor, "data"). */
  static String inline(BlobDescriptor blob, byte[] bytes) {
    return json(blob)
        .replaceFirst("}$", ",\"data\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"}");
  }

  static String json(BlobDescriptor blob) {
    return "{\"size\":%d ,\"digest\":\"%s\",\"mediaType\":\"%s\",\"annotations\":{\"z\":\"1\",\"a\":\"ü\"}}"
        .formatted(blob.size(), blob.digest(), blob.mediaType());
  }

  static String json(ServedManifest child, String more) {
    return "{\"mediaType\":\"%s\",\"size\":%d,\"digest\":\"%s\"%s}"
        .formatted(child.mediaType(), child.bytes().length, child.digest(), more);
  }

  static String platform(String architecture) {
    return ",\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}";
  }

  BlobDescriptor blob(String mediaType, byte[] bytes) throws IOException {
    BlobDescriptor blob = new BlobDescriptor(Digest.of(bytes), bytes.length, mediaType);
    client.pushBlob(repository, blob, () -> new ByteArrayInputStream(bytes));
    return blob;
  }

  BlobDescriptor config(String mediaType, String architecture, byte[]... layers)
      throws IOException {
    String diffs =
        List.of(layers).stream()
            .map(layer -> "\"" + Digest.of(layer) + "\"")
            .collect(Collectors.joining(","));
    return blob(
        mediaType,
        "{\"os\":\"linux\",\n \"architecture\":\"%s\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[%s]},\"x\":1.0}"
            .formatted(architecture, diffs)
            .getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @param reference a tag, or empty for the digest alone
   * @param rest of the document, after schemaVersion and mediaType
   */
  ServedManifest push(String reference, String mediaType, String rest) throws IOException {
    byte[] bytes =
        "{ \"schemaVersion\":2,\t\"mediaType\":\"%s\",\n%s }\n\n"
            .formatted(mediaType, rest)
            .getBytes(StandardCharsets.UTF_8);
    ServedManifest manifest = new ServedManifest(bytes, mediaType, Digest.of(bytes));
    client.pushManifest(
        repository, reference.isEmpty() ? manifest.digest().toString() : reference, manifest);
    return manifest;
  }

  /** An image of layers with zstd and of a type that nobody knows, one with its content inline. */
  ServedManifest ociImage(String reference, String architecture, int seed) throws IOException {
    byte[] zstd = noise(seed, 40_000);
    byte[] unknown = noise(seed + 1, 300);
    BlobDescriptor config = config(OCI_CONFIG, architecture, zstd, unknown);
    return push(
        reference,
        OciDocuments.OCI_MANIFEST,
        "\"x-unknown\":{\"b\":1.50},\"config\":%s,\"layers\":[%s, %s],\"annotations\":{\"org.example\":\"kept ü\"}"
            .formatted(
                json(config),
                json(blob("application/vnd.oci.image.layer.v1.tar+zstd", zstd)),
                inline(blob("application/vnd.example.unknown.v9+tar", unknown), unknown)));
  }

  ServedManifest dockerImage(String reference, int seed) throws IOException {
    byte[] layer = noise(seed, 30_000);
    return push(
        reference,
        OciDocuments.DOCKER_MANIFEST,
        "\"config\":%s,\"layers\":[%s]"
            .formatted(
                json(config(DOCKER_CONFIG, "amd64", layer)),
                json(blob("application/vnd.docker.image.rootfs.diff.tar.gzip", layer))));
  }

  /** What BuildKit hangs onto an image: an image of another platform in words, none in truth. */
  ServedManifest attestation(ServedManifest image) throws IOException {
    byte[] statement =
        "{\"_type\":\"https://in-toto.io/Statement/v0.1\"}".getBytes(StandardCharsets.UTF_8);
    return push(
        "",
        OciDocuments.OCI_MANIFEST,
        "\"config\":%s,\"layers\":[%s],\"subject\":%s"
            .formatted(
                json(config(OCI_CONFIG, "unknown", statement)),
                json(blob("application/vnd.in-toto+json", statement)),
                json(image, "")));
  }

  /** An artifact whose config is empty and inline, and whose subject is nowhere. */
  ServedManifest artifact() throws IOException {
    byte[] empty = "{}".getBytes(StandardCharsets.UTF_8);
    byte[] content = noise(77, 2_000);
    return push(
        "",
        OciDocuments.OCI_MANIFEST,
        "\"artifactType\":\"application/vnd.example.sbom.v1\",\"config\":%s,\"layers\":[%s],\"subject\":{\"mediaType\":\"%s\",\"size\":7,\"digest\":\"%s\"}"
            .formatted(
                inline(blob("application/vnd.oci.empty.v1+json", empty), empty),
                json(blob("application/vnd.example.sbom.v1", content)),
                OciDocuments.OCI_MANIFEST,
                Digest.of(noise(78, 7))));
  }
}
