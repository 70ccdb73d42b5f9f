package dev.airgap.bundler;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryClient.ServedManifest;
import dev.airgap.registry.Repository;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Fills a registry with images and charts made by hand, in bytes that no library would write. */
record SourceRegistry(RegistryClient client, String host) {
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
  private static final String CHART_CONFIG = "application/vnd.cncf.helm.config.v1+json";
  private static final String CHART = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";

  static byte[] noise(int seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Pushes an image of these layers under a tag. */
  Digest image(String name, String tag, byte[]... layers) throws IOException {
    ServedManifest manifest = manifest(name, "amd64", layers);
    push(name, tag, manifest);
    return manifest.digest();
  }

  /** Pushes an image of Docker's media types, and a list of it; the list's digest. */
  Digest dockerList(String name, String tag, byte[] layer) throws IOException {
    BlobDescriptor config =
        blob(
            name,
            "application/vnd.docker.container.image.v1+json",
            "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"%s\"]}}"
                .formatted(Digest.of(layer))
                .getBytes(StandardCharsets.UTF_8));
    BlobDescriptor tar = blob(name, "application/vnd.docker.image.rootfs.diff.tar.gzip", layer);
    ServedManifest image =
        served(
            OciDocuments.DOCKER_MANIFEST,
            "{ \"schemaVersion\":2, \"mediaType\":\"%s\", \"config\":%s, \"layers\":[%s] }"
                .formatted(OciDocuments.DOCKER_MANIFEST, text(config), text(tar)));
    push(name, tag + "-amd64", image);
    ServedManifest list =
        served(
            OciDocuments.DOCKER_LIST,
            "{ \"schemaVersion\":2, \"mediaType\":\"%s\", \"manifests\":[%s] }"
                .formatted(OciDocuments.DOCKER_LIST, child(image, "amd64")));
    push(name, tag, list);
    return list.digest();
  }

  /** Pushes an image for another machine, without an index. */
  Digest foreignImage(String name, String tag) throws IOException {
    ServedManifest manifest = manifest(name, "arm64", noise(11, 500));
    push(name, tag, manifest);
    return manifest.digest();
  }

  /** An index that holds the index behind a tag, and says nothing of its platform. */
  void outerIndex(String name, String tag, String innerTag) throws IOException {
    ServedManifest inner = client.manifest(new Repository(host, name), innerTag);
    push(
        name,
        tag,
        served(
            OciDocuments.OCI_INDEX,
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}]}"
                .formatted(
                    OciDocuments.OCI_INDEX,
                    inner.mediaType(),
                    inner.digest(),
                    inner.bytes().length)));
  }

  /** One manifest of a handmade index, and what the index says of it. */
  record Listed(Digest digest, String platform) {}

  /** An index of manifests that are there already; a platform may be empty. */
  Digest handmadeIndex(String name, String tag, Listed... children) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Listed child : children) {
      ServedManifest manifest =
          client.manifest(new Repository(host, name), child.digest().toString());
      texts.add(
          "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d%s}"
              .formatted(
                  manifest.mediaType(),
                  manifest.digest(),
                  manifest.bytes().length,
                  child.platform().isEmpty() ? "" : ",\"platform\":" + child.platform()));
    }
    ServedManifest index =
        served(
            OciDocuments.OCI_INDEX,
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":%s}"
                .formatted(OciDocuments.OCI_INDEX, texts));
    push(name, tag, index);
    return index.digest();
  }

  /** An index of two platforms and the digests of what is in it. */
  record Pushed(Digest index, Digest amd64, Digest arm64) {}

  Pushed index(String name, String tag, byte[] amd64Layer, byte[] arm64Layer) throws IOException {
    ServedManifest amd64 = manifest(name, "amd64", amd64Layer);
    ServedManifest arm64 = manifest(name, "arm64", arm64Layer);
    push(name, amd64.digest().toString(), amd64);
    push(name, arm64.digest().toString(), arm64);
    ServedManifest index =
        served(
            OciDocuments.OCI_INDEX,
            """
            { "schemaVersion":2, "mediaType":"%s",
              "manifests": [ %s,
                             %s ] }
            """
                .formatted(OciDocuments.OCI_INDEX, child(arm64, "arm64"), child(amd64, "amd64")));
    push(name, tag, index);
    return new Pushed(index.digest(), amd64.digest(), arm64.digest());
  }

  /** Pushes a packed chart as Helm does. */
  void chart(String name, String version, byte[] packed) throws IOException {
    BlobDescriptor config = blob(name, CHART_CONFIG, "{}".getBytes(StandardCharsets.UTF_8));
    push(
        name,
        version,
        served(
            OciDocuments.OCI_MANIFEST,
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
                .formatted(
                    OciDocuments.OCI_MANIFEST, text(config), text(blob(name, CHART, packed)))));
  }

  private ServedManifest manifest(String name, String architecture, byte[]... layers)
      throws IOException {
    List<String> diffs = new ArrayList<>();
    List<String> descriptors = new ArrayList<>();
    for (byte[] layer : layers) {
      diffs.add("\"" + Digest.of(layer) + "\"");
      descriptors.add(text(blob(name, LAYER, layer)));
    }
    String config =
        """
        {"architecture":"%s","os":"linux","config":{},"x-name":"%s",
         "rootfs":{"type":"layers","diff_ids":%s}}
        """
            .formatted(architecture, name, diffs);
    return served(
        OciDocuments.OCI_MANIFEST,
        """
        { "schemaVersion":2,   "mediaType":"%s",
          "config": %s, "layers": %s, "annotations": {"org.example":"ü"} }

        """
            .formatted(
                OciDocuments.OCI_MANIFEST,
                text(blob(name, CONFIG, config.getBytes(StandardCharsets.UTF_8))),
                descriptors));
  }

  private BlobDescriptor blob(String name, String mediaType, byte[] bytes) throws IOException {
    BlobDescriptor blob = new BlobDescriptor(Digest.of(bytes), bytes.length, mediaType);
    client.pushBlob(new Repository(host, name), blob, () -> new ByteArrayInputStream(bytes));
    return blob;
  }

  private void push(String name, String reference, ServedManifest manifest) throws IOException {
    client.pushManifest(new Repository(host, name), reference, manifest);
  }

  private static String child(ServedManifest manifest, String architecture) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"platform\":{\"os\":\"linux\",\"architecture\":\"%s\"}}"
        .formatted(manifest.mediaType(), manifest.digest(), manifest.bytes().length, architecture);
  }

  private static String text(BlobDescriptor blob) {
    return "{\"mediaType\":\"%s\",\"size\":%d,\"digest\":\"%s\"}"
        .formatted(blob.mediaType(), blob.size(), blob.digest());
  }

  private static ServedManifest served(String mediaType, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new ServedManifest(bytes, mediaType, Digest.of(bytes));
  }
}
