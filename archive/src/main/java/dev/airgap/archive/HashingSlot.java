package dev.airgap.archive;

import dev.airgap.manifest.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.security.MessageDigest;

/** Writes one entry's content in its place and hashes it on the way. */
final class HashingSlot implements BlobSlot {
  private final PositionalFile file;
  private final TarSlot slot;
  private final Digest expected;
  private final MessageDigest sha256 = Digest.sha256();
  private long position;
  private boolean closed;

  HashingSlot(PositionalFile file, TarSlot slot, Digest expected) {
    this.file = file;
    this.slot = slot;
    this.expected = expected;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    int length = source.remaining();
    if (length > slot.size() - position) {
      throw new IOException(
          "%s: its source sent more than its %d bytes".formatted(slot.path(), slot.size()));
    }
    file.write(source.duplicate(), slot.dataOffset() + position);
    sha256.update(source);
    position += length;
    return length;
  }

  /** Checks that all bytes came and that they are the expected ones. */
  void finish() throws IOException {
    closed = true;
    if (position != slot.size()) {
      throw new IOException(
          "%s: its source sent %d of its %d bytes".formatted(slot.path(), position, slot.size()));
    }
    Digest actual = Digest.ofHash(sha256.digest());
    if (!actual.equals(expected)) {
      throw new IOException(
          "%s: its source sent other bytes than %s, with the digest %s"
              .formatted(slot.path(), expected, actual));
    }
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() {
    closed = true;
  }
}
