package dev.airgap.archive;

import java.nio.channels.WritableByteChannel;

/**
 * The place of one blob in the file. Bytes are hashed as they stream in; more than the blob's size
 * is refused. A source that starts again asks {@link #position} and goes on from there.
 */
public interface BlobSlot extends WritableByteChannel {
  /** Bytes taken so far. */
  long position();
}
