package dev.airgap.archive;

import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.Digest;
import java.nio.file.Path;
import java.util.List;

/**
 * A bundle that was written, synced and renamed.
 *
 * @param parts the files that it lies in; mostly one
 * @param manifestDigest SHA-256 of {@code manifest.txt}
 * @param size of the file in bytes
 * @param files how many entries it has
 */
public record SealedBundle(
    List<Path> parts, BundleManifest manifest, Digest manifestDigest, long size, int files) {
  public SealedBundle {
    parts = List.copyOf(parts);
  }

  /** The file to name to any command: the whole bundle, or its first part. */
  public Path file() {
    return parts.getFirst();
  }
}
