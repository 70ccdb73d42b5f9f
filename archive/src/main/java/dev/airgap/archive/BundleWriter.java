package dev.airgap.archive;

import dev.airgap.pki.Signer;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Seals a bundle: lays out the whole file, fills the slots in parallel straight into {@code
 * <out>.partial}, writes the signed manifest last, syncs, and renames. A file with the final name
 * is always whole.
 */
public final class BundleWriter {
  private final int parallel;

  /**
   * @param parallel how many blobs are fetched at once
   */
  public BundleWriter(int parallel) {
    this.parallel = parallel;
  }

  /**
   * @param overwrite whether an existing file of that name may be replaced
   * @throws IOException if a blob is not what its descriptor says, the disk is full, or the file
   *     exists; {@code .partial} is removed where it cannot be of use
   */
  public SealedBundle seal(
      BundleContents contents, BlobSource blobs, Signer signer, Path out, boolean overwrite)
      throws IOException {
    throw new UnsupportedOperationException("not yet " + parallel);
  }
}
