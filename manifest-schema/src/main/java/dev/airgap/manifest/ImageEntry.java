package dev.airgap.manifest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One image of a bundle.
 *
 * @param name the repository below the target registry's prefix
 * @param digest of the manifest or index as the source registry served it
 * @param mediaType of that manifest or index
 * @param configDigest the linux/amd64 image's config
 * @param source the reference that was pulled, e.g. {@code docker.io/library/redis:7.4}
 * @param sourceDigest the index's digest where one platform was taken out of one, else null
 * @param blobs all that the image reaches: its manifests and indexes, configs and layers, each
 *     once, sorted by digest
 * @param size the sum of the blobs' sizes in bytes
 */
public record ImageEntry(
    String name,
    String tag,
    ImageRole role,
    Digest digest,
    String mediaType,
    Digest configDigest,
    String source,
    @Nullable Digest sourceDigest,
    Transport transport,
    List<BlobDescriptor> blobs,
    long size) {
  public ImageEntry {
    blobs = List.copyOf(blobs);
  }

  /** {@code NAME:TAG}, unique in a bundle. */
  public String reference() {
    return name + ":" + tag;
  }

  /** Its manifests, indexes and configs: small, read by every reader, never left to a base. */
  public List<BlobDescriptor> documents() {
    return blobs.stream()
        .filter(blob ->
            blob.digest().equals(configDigest)
                || OciDocuments.isDocument(blob.mediaType())
                || OciDocuments.isConfig(blob.mediaType()))
        .toList();
  }
}
