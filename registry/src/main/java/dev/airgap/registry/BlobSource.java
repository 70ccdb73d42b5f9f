package dev.airgap.registry;

import dev.airgap.registry.RegistryClient.BlobContent;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.io.Closer;

/**
 * A blob's content, read in order while requests take their parts of it. Parts that a registry has
 * already are read all the same and not sent: whoever opened the content hashes all of it, and its
 * end says whether it is right. Every failure is our own side's.
 */
final class BlobSource implements AutoCloseable {
  private final BlobContent content;
  private final long size;
  private InputStream in = InputStream.nullInputStream();
  private boolean open;
  private boolean ended;
  private long position;

  BlobSource(BlobContent content, long size) {
    this.content = content;
    this.size = size;
  }

  /** Goes to a byte of the blob, from the start again if it lies behind. */
  void seek(long to) throws OwnSideException {
    try {
      if (!open || to < position || (ended && to < size)) {
        reopen();
      }
      readPast(to - position);
      position = to;
    } catch (IOException e) {
      throw new OwnSideException(e);
    }
  }

  /** Never by skipping, which a stream that hashes may not see. */
  private void readPast(long count) throws IOException {
    byte[] buffer = new byte[(int) Math.min(Wire.BUFFER_BYTES, count)];
    for (long left = count; left > 0; ) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new EOFException("the blob's content ended before its size was reached");
      }
      left -= read;
    }
  }

  private void reopen() throws IOException {
    Closer.closeQuietly(in);
    in = content.open();
    open = true;
    ended = false;
    position = 0;
  }

  /** Fills the buffer; before the blob's last byte is handed out, its end has been looked at. */
  void fill(byte[] buffer, int length) throws OwnSideException {
    try {
      if (in.readNBytes(buffer, 0, length) < length) {
        throw new EOFException("the blob's content ended before its size was reached");
      }
    } catch (IOException e) {
      throw new OwnSideException(e);
    }
    position += length;
    if (position == size) {
      end();
    }
  }

  /** Nothing may follow, and the stream must close well: that is where a changed file shows. */
  void end() throws OwnSideException {
    seek(size);
    if (ended) {
      return;
    }
    try {
      if (in.read() >= 0) {
        throw new IOException("the blob's content is longer than its size");
      }
      in.close();
      ended = true;
    } catch (IOException e) {
      throw new OwnSideException(e);
    }
  }

  @Override
  public void close() {
    Closer.closeQuietly(in);
  }
}
