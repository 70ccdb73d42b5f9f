package dev.airgap.bundler.seal;

import dev.airgap.archive.VerifiedBundle;
import dev.airgap.manifest.Base;
import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which layers a delta may leave to an earlier bundle: those that the earlier one's image of the
 * same name has, for every image that needs them. So each lies in the very repository that needs
 * it, once that bundle is loaded, and no registry has to mount or copy it. An earlier delta names
 * all blobs of its images too, and serves as well.
 */
final class DeltaBase {
  private final Map<String, Set<Digest>> there = new HashMap<>();
  private final Map<Digest, BlobDescriptor> leftOut = new TreeMap<>();

  private DeltaBase(List<ImageEntry> earlier) {
    for (ImageEntry image : earlier) {
      image.blobs().forEach(blob -> digestsOf(image).add(blob.digest()));
    }
  }

  /**
   * @throws IOException if the images have no layer in common, so that a delta would save nothing
   */
  static Base of(VerifiedBundle since, List<ImageEntry> images) throws IOException {
    DeltaBase delta = new DeltaBase(since.manifest().images());
    images.forEach(delta::leaveOut);
    images.forEach(delta::carry);
    Collection<BlobDescriptor> blobs = delta.leftOut.values();
    if (blobs.isEmpty()) {
      throw new IOException(
          "--since: no image has a layer in common with that of the same name in release %s, so that a delta would save nothing: make a complete bundle, without --since"
              .formatted(since.manifest().release()));
    }
    return new Base(since.manifest().release(), since.manifestDigest(), List.copyOf(blobs));
  }

  private Set<Digest> digestsOf(ImageEntry image) {
    return there.computeIfAbsent(image.name(), name -> new HashSet<>());
  }

  private void leaveOut(ImageEntry image) {
    for (BlobDescriptor blob : image.blobs()) {
      if (digestsOf(image).contains(blob.digest())) {
        leftOut.putIfAbsent(blob.digest(), blob);
      }
    }
  }

  /** What is small, and what the repository of any image would lack. */
  private void carry(ImageEntry image) {
    image.documents().forEach(blob -> leftOut.remove(blob.digest()));
    image.blobs().stream()
        .filter(blob -> !digestsOf(image).contains(blob.digest()))
        .forEach(blob -> leftOut.remove(blob.digest()));
  }
}
