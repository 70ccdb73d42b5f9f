package dev.airgap.archive;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.ImageRole;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.manifest.Transport;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An OCI image written by hand: a config and layers of a few bytes. */
record TinyImage(String name, byte[] manifest, byte[] config, List<byte[]> layers) {
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

  static TinyImage of(String name, byte[]... layers) {
    byte[] config =
        bytes("{\"architecture\":\"amd64\",\"os\":\"linux\",\"image\":\"" + name + "\"}");
    return new TinyImage(name, manifest(config, List.of(layers), ""), config, List.of(layers));
  }

  /** The same image whose layers have more fields, such as {@code ,"urls":["…"]}. */
  TinyImage withLayerFields(String fields) {
    return new TinyImage(name, manifest(config, layers, fields), config, layers);
  }

  private static byte[] manifest(byte[] config, List<byte[]> layers, String fields) {
    List<String> descriptors =
        layers.stream().map(layer -> descriptor(layer, LAYER, fields)).toList();
    return bytes(
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
            .formatted(
                OciDocuments.OCI_MANIFEST,
                descriptor(config, CONFIG, ""),
                String.join(",", descriptors)));
  }

  private static String descriptor(byte[] content, String mediaType, String fields) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d%s}"
        .formatted(mediaType, Digest.of(content), content.length, fields);
  }

  ImageEntry entry() {
    return entry(blobs().toArray(BlobDescriptor[]::new));
  }

  /** An entry that lists these blobs, whatever the manifest reaches. */
  ImageEntry entry(BlobDescriptor... blobs) {
    List<BlobDescriptor> sorted =
        Arrays.stream(blobs).sorted(Comparator.comparing(BlobDescriptor::digest)).toList();
    return new ImageEntry(
        name,
        "1.0",
        ImageRole.HELPER,
        Digest.of(manifest),
        OciDocuments.OCI_MANIFEST,
        Digest.of(config),
        "registry.example.com/zenml/" + name + ":1.0",
        null,
        Transport.VERIFIED,
        sorted,
        sorted.stream().mapToLong(BlobDescriptor::size).sum());
  }

  List<BlobDescriptor> blobs() {
    Map<Digest, BlobDescriptor> blobs = new LinkedHashMap<>();
    add(blobs, manifest, OciDocuments.OCI_MANIFEST);
    add(blobs, config, CONFIG);
    layers.forEach(layer -> add(blobs, layer, LAYER));
    return List.copyOf(blobs.values());
  }

  private static void add(Map<Digest, BlobDescriptor> blobs, byte[] content, String mediaType) {
    Digest digest = Digest.of(content);
    blobs.put(digest, new BlobDescriptor(digest, content.length, mediaType));
  }

  Map<Digest, byte[]> contents() {
    Map<Digest, byte[]> contents = new HashMap<>();
    contents.put(Digest.of(manifest), manifest);
    contents.put(Digest.of(config), config);
    layers.forEach(layer -> contents.put(Digest.of(layer), layer));
    return contents;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
