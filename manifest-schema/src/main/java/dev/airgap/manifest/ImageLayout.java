package dev.airgap.manifest;

import java.util.List;
import java.util.Map;

/**
 * The three small files that make {@code images/} at once a valid OCI image layout and what {@code
 * docker load} takes. All follow from the entries and the images' own manifests.
 */
public final class ImageLayout {
  private ImageLayout() {}

  /**
   * {@code oci-layout}, {@code index.json} and the docker-load table, by path.
   *
   * @param documents every manifest and index of the bundle, read
   * @throws IllegalArgumentException if an image has no manifest for linux/amd64; {@link
   *     ImageReach#problems} tells before
   */
  public static Map<BundlePath, byte[]> files(
      List<ImageEntry> images, Map<Digest, OciDocument> documents) {
    return Map.of(
        BundlePaths.OCI_LAYOUT,
        StrictJson.write(JsonValue.Obj.of(Map.of("imageLayoutVersion", text("1.0.0")))),
        BundlePaths.IMAGE_INDEX,
        StrictJson.write(index(images)),
        BundlePaths.DOCKER_TABLE,
        StrictJson.write(dockerTable(images, documents)));
  }

  private static JsonValue index(List<ImageEntry> images) {
    return JsonValue.Obj.of(
        Map.of(
            "schemaVersion", new JsonValue.Whole(2),
            "mediaType", text(OciDocuments.OCI_INDEX),
            "manifests", new JsonValue.Arr(images.stream().map(ImageLayout::descriptor).toList())));
  }

  private static JsonValue descriptor(ImageEntry image) {
    return JsonValue.Obj.of(
        Map.of(
            "mediaType", text(image.mediaType()),
            "digest", text(image.digest().toString()),
            "size", new JsonValue.Whole(manifestSize(image)),
            "annotations",
                JsonValue.Obj.of(
                    Map.of(
                        "org.opencontainers.image.ref.name", text(image.reference()),
                        "io.containerd.image.name",
                            text("docker.io/library/" + image.reference())))));
  }

  private static long manifestSize(ImageEntry image) {
    return image.blobs().stream()
        .filter(blob -> blob.digest().equals(image.digest()))
        .mapToLong(BlobDescriptor::size)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException(image.reference() + " lacks its own manifest"));
  }

  private static JsonValue dockerTable(
      List<ImageEntry> images, Map<Digest, OciDocument> documents) {
    return new JsonValue.Arr(images.stream().map(image -> row(image, documents)).toList());
  }

  private static JsonValue row(ImageEntry image, Map<Digest, OciDocument> documents) {
    OciDocument.Image linux =
        ImageReach.linuxAmd64(image.digest(), documents)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    image.reference() + " has no manifest for linux/amd64"));
    List<JsonValue> layers =
        linux.layers().stream().map(layer -> text(blobPath(layer.digest()))).toList();
    return JsonValue.Obj.of(
        Map.of(
            "Config", text(blobPath(linux.config().digest())),
            "RepoTags", new JsonValue.Arr(List.of(text(image.reference()))),
            "Layers", new JsonValue.Arr(layers)));
  }

  private static String blobPath(Digest digest) {
    return "blobs/sha256/" + digest.hex();
  }

  private static JsonValue text(String value) {
    return new JsonValue.Text(value);
  }
}
