package dev.airgap.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whole reads and writes at given places of one open file, from any thread. The file may lie in
 * parts of one size. A thread that is interrupted while it reads or writes closes the part for all
 * (see {@link FileChannel}): interrupt only those whose failure ends the work anyway.
 */
final class PositionalFile implements AutoCloseable {
  /** Buffer size for bulk copies: larger gains nothing. */
  static final int BUFFER = 128 * 1024;

  private final List<FileChannel> parts;
  private final long partSize;

  /**
   * The kernel lets one thread at a time write into a file, and lets the others spin, on a core
   * that the sender of their bytes could use.
   */
  private final Lock writing = new ReentrantLock();

  private final Writeback writeback = new Writeback(() -> forceAll(false));
  private volatile boolean unsynced;

  /**
   * @param partSize of every part but the last, in bytes
   */
  PositionalFile(List<FileChannel> parts, long partSize) {
    this.parts = List.copyOf(parts);
    this.partSize = partSize;
  }

  long size() throws IOException {
    long size = 0;
    for (FileChannel part : parts) {
      size += part.size();
    }
    return size;
  }

  /** Fills the buffer's remaining space; an {@link EOFException} if the file is shorter. */
  void read(ByteBuffer buffer, long offset) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted before byte " + offset);
    }
    long at = offset;
    while (buffer.hasRemaining()) {
      int read = at / partSize < parts.size() ? within(buffer, at, FileChannel::read) : -1;
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
    writeback.written(buffer.remaining());
    long at = offset;
    writing.lock();
    try {
      while (buffer.hasRemaining()) {
        at += within(buffer, at, FileChannel::write);
      }
    } finally {
      writing.unlock();
    }
  }

  void write(byte[] bytes, long offset) throws IOException {
    write(ByteBuffer.wrap(bytes), offset);
  }

  /** Reads into, or writes from, a buffer at a place of one part. */
  @FunctionalInterface
  private interface Transfer {
    int run(FileChannel part, ByteBuffer buffer, long at) throws IOException;
  }

  /** As much of the buffer as lies within one part. */
  private int within(ByteBuffer buffer, long offset, Transfer transfer) throws IOException {
    FileChannel part = parts.get((int) (offset / partSize));
    long at = offset % partSize;
    int limit = buffer.limit();
    buffer.limit((int) Math.min(limit, buffer.position() + Math.min(partSize - at, limit)));
    try {
      return transfer.run(part, buffer, at);
    } finally {
      buffer.limit(limit);
    }
  }

  /** Whether each part is as long as {@link #resize} makes it for a file of this length. */
  boolean hasPartsFor(long size) throws IOException {
    long left = size;
    for (FileChannel part : parts) {
      long length = Math.min(left, partSize);
      if (part.size() != length) {
        return false;
      }
      left -= length;
    }
    return left == 0;
  }

  /** Makes the file this long; what was never written reads as zeros. */
  void resize(long size) throws IOException {
    long left = size;
    for (FileChannel part : parts) {
      long length = Math.min(left, partSize);
      part.truncate(0);
      if (length > 0) {
        part.write(ByteBuffer.wrap(new byte[1]), length - 1);
      }
      left -= length;
    }
  }

  void sync() throws IOException {
    writeback.finish();
    try {
      forceAll(true);
    } catch (IOException e) {
      unsynced = Writeback.isOfTheDisk(e);
      throw e;
    }
  }

  /**
   * Whether the disk may lack what this file seems to hold: after a failed {@code fsync} the kernel
   * keeps the bytes in memory as if they were written, and says nothing a second time.
   */
  boolean isDoubtful() {
    return unsynced || writeback.hasFailed();
  }

  private void forceAll(boolean metadata) throws IOException {
    for (FileChannel part : parts) {
      part.force(metadata);
    }
  }

  @Override
  public void close() throws IOException {
    Closing.all(parts);
  }
}
