package dev.airgap.archive;

import dev.airgap.manifest.BlobDescriptor;
import java.io.IOException;

/** Where blobs come from while a bundle is written; called from several threads at once. */
@FunctionalInterface
public interface BlobSource {
  /**
   * Writes the whole blob into its slot, in order; the slot checks size and digest. A slot may have
   * the first bytes already.
   */
  void fetch(BlobDescriptor blob, BlobSlot slot) throws IOException;

  /** The blob is there from an earlier run, or a part of it, and was hashed. */
  default void found(BlobDescriptor blob, long bytes) {}

  /** All blobs are there; the bundle is signed once this returns. */
  default void confirm() throws IOException {}
}
