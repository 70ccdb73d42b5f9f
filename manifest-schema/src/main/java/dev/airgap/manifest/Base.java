package dev.airgap.manifest;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a delta leaves out: layers of an earlier bundle, which the target registry must hold
 * already, each in every repository whose image has it.
 *
 * @param release of the earlier bundle
 * @param manifest SHA-256 of the earlier bundle's {@code manifest.txt}, which names it
 * @param blobs sorted by digest, each once; never a manifest, an index or a config
 */
public record Base(Release release, Digest manifest, List<BlobDescriptor> blobs) {
  public Base {
    blobs = List.copyOf(blobs);
  }

  /** Bytes that the delta leaves out. */
  public long size() {
    return Sums.of(blobs.stream().map(BlobDescriptor::size).toList());
  }

  Set<Digest> digests() {
    Set<Digest> digests = new HashSet<>();
    blobs.forEach(blob -> digests.add(blob.digest()));
    return digests;
  }
}
