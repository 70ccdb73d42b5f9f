package dev.airgap.manifest;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A small valid bundle's manifest, with one image taken out of an index and one chart. */
final class Samples {
  static final byte[] LAYER = bytes("layer");
  static final byte[] CONFIG = bytes("{}");
  static final byte[] MANIFEST = imageManifest(CONFIG, LAYER);
  static final Digest MANIFEST_DIGEST = Digest.of(MANIFEST);
  static final Digest INDEX_DIGEST = Digest.of(bytes("an index"));

  private Samples() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static BlobDescriptor blob(byte[] content, String mediaType) {
    return new BlobDescriptor(Digest.of(content), content.length, mediaType);
  }

  static BlobDescriptor config() {
    return blob(CONFIG, "application/vnd.oci.image.config.v1+json");
  }

  static BlobDescriptor layer() {
    return blob(LAYER, "application/vnd.oci.image.layer.v1.tar");
  }

  static byte[] imageManifest(byte[] config, byte[] layer) {
    return bytes(
        """
        {"schemaVersion":2,"config":{"mediaType":"application/vnd.oci.image.config.v1+json",
        "digest":"%s","size":%d},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar",
        "digest":"%s","size":%d,"annotations":{"x":"y"}}],"annotations":{"n":"1.5"}}\
        """
            .formatted(Digest.of(config), config.length, Digest.of(layer), layer.length));
  }

  static ImageEntry image(String tag) {
    List<BlobDescriptor> blobs =
        Stream.of(blob(MANIFEST, OciDocuments.OCI_MANIFEST), config(), layer())
            .sorted(Comparator.comparing(BlobDescriptor::digest))
            .toList();
    return new ImageEntry(
        "zenml-pro-api",
        tag,
        ImageRole.API,
        MANIFEST_DIGEST,
        OciDocuments.OCI_MANIFEST,
        Digest.of(CONFIG),
        "registry.example.com/zenml/zenml-pro-api:" + tag,
        INDEX_DIGEST,
        Transport.UNVERIFIED,
        blobs,
        blobs.stream().mapToLong(BlobDescriptor::size).sum());
  }

  static ChartEntry chart() {
    return new ChartEntry(
        "zenml-pro",
        "0.13.18",
        ChartRole.CONTROL_PLANE,
        BundlePaths.chart("zenml-pro", "0.13.18"),
        Digest.of(bytes("chart")),
        5,
        "oci://public.ecr.aws/zenml/zenml-pro",
        null,
        Transport.VERIFIED);
  }

  static List<FileEntry> files() {
    return List.of(
        new FileEntry(BundlePaths.README, 1_234_567, FileKind.README),
        new FileEntry(BundlePaths.document("notes.md"), 7, FileKind.DOCUMENT),
        new FileEntry(BundlePaths.IMAGE_INDEX, 100, FileKind.IMAGE_LAYOUT),
        new FileEntry(BundlePaths.DOCKER_TABLE, 90, FileKind.IMAGE_LAYOUT),
        new FileEntry(BundlePaths.OCI_LAYOUT, 30, FileKind.IMAGE_LAYOUT),
        new FileEntry(BundlePaths.installer("0.1.0"), 1000, FileKind.INSTALLER));
  }

  static BundleManifest manifest() {
    return manifest(List.of(image("0.13.18")), List.of(chart()), files());
  }

  /** The same without its layer, which an earlier bundle has. */
  static BundleManifest delta() {
    return manifest()
        .withFiles(files().stream().filter(f -> f.kind() != FileKind.IMAGE_LAYOUT).toList())
        .withBase(new Base(new Release("2026.10.0"), INDEX_DIGEST, List.of(layer())));
  }

  static BundleManifest manifest(
      List<ImageEntry> images, List<ChartEntry> charts, List<FileEntry> files) {
    long bytes = images.isEmpty() ? 0 : images.getFirst().size();
    return new BundleManifest(
        new Release("2026.11.0"),
        Instant.parse("2026-11-20T08:00:00Z"),
        new Versions.Pro("0.13.18", "0.95.1", "0.95.1"),
        Platform.LINUX_AMD64,
        images,
        charts,
        files,
        new Requirements(">=1.24", "linux/amd64", bytes),
        "0.1.0");
  }

  static Map<BundlePath, Digest> hashes(BundleManifest manifest) {
    Map<BundlePath, Digest> hashes = new LinkedHashMap<>();
    hashes.put(BundlePaths.MANIFEST_JSON, Digest.of(ManifestJson.write(manifest)));
    for (BundleFile file : BundleFiles.of(manifest)) {
      hashes.put(file.path(), file.digest().orElse(Digest.of(bytes(file.path().text()))));
    }
    return hashes;
  }

  static Map<Digest, OciDocument> documents() throws InvalidManifestException {
    return Map.of(MANIFEST_DIGEST, OciDocuments.read(MANIFEST, OciDocuments.OCI_MANIFEST));
  }
}
