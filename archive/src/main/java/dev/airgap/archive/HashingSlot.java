package dev.airgap.archive;

import dev.airgap.manifest.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.security.MessageDigest;

/**
 * Writes one entry's content in its place and hashes it on the way. What an earlier run wrote can
 * be taken over, hashed as well.
 */
final class HashingSlot implements BlobSlot {
  private static final long TOLD_EVERY = 4L * 1024 * 1024;

  private final PositionalFile file;
  private final TarSlot slot;
  private final Digest expected;
  private final MessageDigest sha256 = Digest.sha256();
  private final Reached reached;
  private long position;
  private long told;
  private boolean closed;

  /** Hears now and then how many bytes have been written. */
  @FunctionalInterface
  interface Reached {
    void bytes(long count) throws IOException;
  }

  HashingSlot(PositionalFile file, TarSlot slot, Digest expected, Reached reached) {
    this.file = file;
    this.slot = slot;
    this.expected = expected;
    this.reached = reached;
  }

  /** Takes over the first bytes as they stand in the file. */
  void takeOver(long bytes) throws IOException {
    byte[] buffer = new byte[PositionalFile.BUFFER];
    long end = Math.min(bytes, slot.size());
    while (position < end) {
      int length = (int) Math.min(buffer.length, end - position);
      file.read(ByteBuffer.wrap(buffer, 0, length), slot.dataOffset() + position);
      sha256.update(buffer, 0, length);
      position += length;
    }
    told = position;
  }

  /** Forgets all that came. */
  void restart() throws IOException {
    sha256.reset();
    position = 0;
    told = 0;
    reached.bytes(0);
  }

  boolean isFull() {
    return position == slot.size();
  }

  /** Whether all bytes are there and are the expected ones. */
  boolean isRight() {
    return isFull() && digestSoFar().equals(expected);
  }

  private Digest digestSoFar() {
    try {
      return Digest.ofHash(((MessageDigest) sha256.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be copied", e);
    }
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
    if (position - told >= TOLD_EVERY) {
      told = position;
      reached.bytes(position);
    }
    return length;
  }

  /** Checks that all bytes came and that they are the expected ones. */
  void finish() throws IOException {
    closed = true;
    if (position != slot.size()) {
      throw new IOException(
          "%s: its source sent %d of its %d bytes".formatted(slot.path(), position, slot.size()));
    }
    Digest actual = digestSoFar();
    if (!actual.equals(expected)) {
      reached.bytes(0);
      throw new WrongContentException(slot.path().toString(), expected, actual);
    }
    reached.bytes(position);
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
