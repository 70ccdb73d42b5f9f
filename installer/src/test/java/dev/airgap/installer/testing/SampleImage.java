package dev.airgap.installer.testing;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.ImageRole;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.manifest.Transport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * An OCI image, or an index of several, whose layers are noise.
 *
 * @param top descriptor of the manifest or index
 * @param config of the linux/amd64 image
 * @param blobs all that it reaches, itself included
 * @param contents the blobs' bytes
 */
public record SampleImage(
    BlobDescriptor top, Digest config, List<BlobDescriptor> blobs, Map<Digest, byte[]> contents) {
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

  public static byte[] noise(int seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  public static SampleImage of(String architecture, byte[]... layers) {
    return of(architecture, LAYER, layers);
  }

  /**
   * @param layerType media type of all layers
   */
  public static SampleImage of(String architecture, String layerType, byte[]... layers) {
    Builder image = new Builder();
    List<String> parts = new ArrayList<>();
    List<String> diffIds = new ArrayList<>();
    for (byte[] layer : layers) {
      parts.add(json(image.add(layer, layerType), ""));
      diffIds.add("\"" + Digest.of(layer) + "\"");
    }
    BlobDescriptor config =
        image.add(
            "{\"architecture\":\"%s\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[%s]}}"
                .formatted(architecture, String.join(",", diffIds)),
            CONFIG);
    BlobDescriptor top =
        image.add(
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
                .formatted(OciDocuments.OCI_MANIFEST, json(config, ""), String.join(",", parts)),
            OciDocuments.OCI_MANIFEST);
    return image.build(top, config.digest());
  }

  /** An artifact that says what it is about. */
  public static SampleImage about(SampleImage subject, String artifactType) {
    Builder artifact = new Builder();
    BlobDescriptor empty = artifact.add("{}", "application/vnd.oci.empty.v1+json");
    BlobDescriptor top =
        artifact.add(
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"artifactType\":\"%s\",\"config\":%s,\"layers\":[%s],\"subject\":%s,\"annotations\":{\"made\":\"by hand\"}}"
                .formatted(
                    OciDocuments.OCI_MANIFEST,
                    artifactType,
                    json(empty, ""),
                    json(empty, ""),
                    json(subject.top(), "")),
            OciDocuments.OCI_MANIFEST);
    return artifact.build(top, empty.digest());
  }

  /** An index of images by their architecture, amd64 among them. */
  public static SampleImage index(Map<String, SampleImage> images) {
    Builder index = new Builder();
    images.values().forEach(index::add);
    String children =
        images.entrySet().stream()
            .map(image ->
                json(
                    image.getValue().top(),
                    ",\"platform\":{\"architecture\":\"%s\",\"os\":\"linux\"}"
                        .formatted(image.getKey())))
            .collect(Collectors.joining(","));
    BlobDescriptor top =
        index.add(
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
                .formatted(OciDocuments.OCI_INDEX, children),
            OciDocuments.OCI_INDEX);
    SampleImage amd64 = images.get("amd64");
    return index.build(top, amd64 == null ? top.digest() : amd64.config());
  }

  private static String json(BlobDescriptor blob, String more) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d%s}"
        .formatted(blob.mediaType(), blob.digest(), blob.size(), more);
  }

  /** One of its layers. */
  public BlobDescriptor layer(byte[] content) {
    return blobs.stream()
        .filter(blob -> blob.digest().equals(Digest.of(content)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the image has no such layer"));
  }

  ImageEntry entry(String name, String tag) {
    return new ImageEntry(
        name,
        tag,
        name.equals("zenml") ? ImageRole.CLIENT : ImageRole.HELPER,
        top.digest(),
        top.mediaType(),
        config,
        "source.test/%s:%s".formatted(name, tag),
        null,
        Transport.VERIFIED,
        blobs.stream().sorted(Comparator.comparing(BlobDescriptor::digest)).toList(),
        blobs.stream().mapToLong(BlobDescriptor::size).sum());
  }

  private static final class Builder {
    private final Map<Digest, BlobDescriptor> blobs = new HashMap<>();
    private final Map<Digest, byte[]> contents = new HashMap<>();

    BlobDescriptor add(String document, String mediaType) {
      return add(document.getBytes(StandardCharsets.UTF_8), mediaType);
    }

    BlobDescriptor add(byte[] content, String mediaType) {
      BlobDescriptor blob = new BlobDescriptor(Digest.of(content), content.length, mediaType);
      blobs.put(blob.digest(), blob);
      contents.put(blob.digest(), content);
      return blob;
    }

    void add(SampleImage image) {
      image.blobs().forEach(blob -> blobs.put(blob.digest(), blob));
      contents.putAll(image.contents());
    }

    SampleImage build(BlobDescriptor top, Digest config) {
      return new SampleImage(top, config, List.copyOf(blobs.values()), Map.copyOf(contents));
    }
  }
}
