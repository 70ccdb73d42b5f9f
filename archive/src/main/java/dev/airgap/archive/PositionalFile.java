package dev.airgap.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Whole reads and writes at given places of one open file, from any thread. A thread that is
 * interrupted while it does either closes the file for all (see {@link FileChannel}): interrupt
 * only those whose failure ends the work anyway.
 */
final class PositionalFile implements AutoCloseable {
  /** Buffer size for bulk copies: larger gains nothing. */
  static final int BUFFER = 128 * 1024;

  private final FileChannel channel;

  PositionalFile(FileChannel channel) {
    this.channel = channel;
  }

  long size() throws IOException {
    return channel.size();
  }

  /** Fills the buffer's remaining space; an {@link EOFException} if the file is shorter. */
  void read(ByteBuffer buffer, long offset) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted before byte " + offset);
    }
    long at = offset;
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, at);
      if (read < 0) {
        throw new EOFException("the file ends at byte " + at);
      }
      at += read;
    }
  }

  byte[] read(long offset, int length) throws IOException {
    byte[] bytes = new byte[length];
    read(ByteBuffer.wrap(bytes), offset);
    return bytes;
  }

  void write(ByteBuffer buffer, long offset) throws IOException {
    long at = offset;
    while (buffer.hasRemaining()) {
      at += channel.write(buffer, at);
    }
  }

  void write(byte[] bytes, long offset) throws IOException {
    write(ByteBuffer.wrap(bytes), offset);
  }

  /** Makes the file this long; what was never written reads as zeros. */
  void resize(long size) throws IOException {
    channel.truncate(0);
    if (size > 0) {
      write(new byte[1], size - 1);
    }
  }

  void sync() throws IOException {
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
