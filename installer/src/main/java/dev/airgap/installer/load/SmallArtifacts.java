package dev.airgap.installer.load;

import dev.airgap.installer.json.Json;
import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.registry.RefusedByRegistryException;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryClient.ServedManifest;
import dev.airgap.registry.Repository;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a load writes about itself below a prefix: small artifacts (OCI image specification 1.1,
 * guidelines for artifact usage) in one repository.
 */
record SmallArtifacts(RegistryClient registry, Repository repository) {
  private static final String NAME = "bundle-loaded";
  private static final Part EMPTY =
      new Part("application/vnd.oci.empty.v1+json", "{}".getBytes(StandardCharsets.US_ASCII));

  /** How Harbor (412), ECR (400), ACR (405), zot (409) and others say that a tag must not move. */
  private static final Set<Integer> MAY_NOT_MOVE = Set.of(400, 403, 405, 409, 412);

  /** One layer of an artifact. */
  record Part(String mediaType, byte[] content) {}

  /**
   * @param prefix {@code host[:port]/path}
   */
  static SmallArtifacts below(String prefix, RegistryClient registry) {
    return new SmallArtifacts(registry, repository(prefix));
  }

  /** Where they lie. */
  static Repository repository(String prefix) {
    return Loader.repository(prefix, NAME);
  }

  /** Moves a tag to a new artifact; without parts it gets the empty one, as the guidelines say. */
  void push(String tag, String type, List<Part> parts, Map<String, String> annotations)
      throws IOException {
    List<Map<String, Object>> layers = new ArrayList<>();
    for (Part part : parts.isEmpty() ? List.of(EMPTY) : parts) {
      layers.add(pushed(part));
    }
    Map<String, Object> manifest = new TreeMap<>();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", OciDocuments.OCI_MANIFEST);
    manifest.put("artifactType", type);
    manifest.put("config", pushed(EMPTY));
    manifest.put("layers", layers);
    if (!annotations.isEmpty()) {
      manifest.put("annotations", annotations);
    }
    byte[] bytes = Json.write(manifest).getBytes(StandardCharsets.UTF_8);
    registry.pushManifest(
        repository, tag, new ServedManifest(bytes, OciDocuments.OCI_MANIFEST, Digest.of(bytes)));
  }

  private Map<String, Object> pushed(Part part) throws IOException {
    byte[] content = part.content();
    BlobDescriptor blob = new BlobDescriptor(Digest.of(content), content.length, part.mediaType());
    if (!registry.hasBlob(repository, blob)) {
      registry.pushBlob(repository, blob, () -> new ByteArrayInputStream(content));
    }
    return Map.of(
        "mediaType", part.mediaType(), "digest", blob.digest().toString(), "size", content.length);
  }

  /** Whether a refusal to push to a tag that exists means that tags are immutable there. */
  static boolean isImmutable(RefusedByRegistryException refusal) {
    return MAY_NOT_MOVE.contains(refusal.status());
  }
}
