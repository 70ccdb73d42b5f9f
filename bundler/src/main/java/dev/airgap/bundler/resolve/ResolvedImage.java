package dev.airgap.bundler.resolve;

import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.registry.Repository;
import java.util.Map;

/**
 * An image whose every blob is known.
 *
 * @param documents the bytes of its manifests and indexes, as served
 */
public record ResolvedImage(
    ImageEntry entry, Repository repository, Map<Digest, byte[]> documents) {
  public ResolvedImage {
    documents = Map.copyOf(documents);
  }
}
