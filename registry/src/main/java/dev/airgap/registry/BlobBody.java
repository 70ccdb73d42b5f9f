package dev.airgap.registry;

import dev.airgap.registry.RegistryClient.BlobContent;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.apache.hc.core5.io.Closer;

/**
 * A blob as the body of one PUT, streamed from its content. The last bytes are held back until the
 * content has ended well: content that fails, even at its very end (that is where a changed file
 * shows), never reaches its Content-Length, and what never gets there no registry can commit.
 */
final class BlobBody extends AbstractHttpEntity {
  private final BlobContent content;
  private final long size;
  private volatile long written;

  BlobBody(BlobContent content, long size) {
    super(ContentType.APPLICATION_OCTET_STREAM, null, false);
    this.content = content;
    this.size = size;
  }

  /** Bytes handed to the connection, for the {@link StallWatch}. */
  long progress() {
    return written;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    written = 0;
    byte[] buffer = new byte[Wire.BUFFER_BYTES];
    try (Source source = new Source(content)) {
      for (long left = size; left > 0; left = size - written) {
        int length = (int) Math.min(buffer.length, left);
        source.fill(buffer, length);
        if (length == left) {
          source.end();
        }
        out.write(buffer, 0, length);
        written = size - left + length;
      }
    }
    written = StallWatch.DONE;
  }

  @Override
  public long getContentLength() {
    return size;
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public boolean isStreaming() {
    return true;
  }

  @Override
  public InputStream getContent() {
    throw new UnsupportedOperationException("a blob is written, not read");
  }

  @Override
  public void close() {}

  /** The content's stream, whose every failure is our own side's. */
  private static final class Source implements AutoCloseable {
    private final InputStream in;

    Source(BlobContent content) throws OwnSideException {
      try {
        this.in = content.open();
      } catch (IOException e) {
        throw new OwnSideException(e);
      }
    }

    void fill(byte[] buffer, int length) throws OwnSideException {
      try {
        if (in.readNBytes(buffer, 0, length) < length) {
          throw new EOFException("the blob's content ended before its size was reached");
        }
      } catch (IOException e) {
        throw new OwnSideException(e);
      }
    }

    /** Nothing may follow, and the stream must close well, before the last bytes are sent. */
    void end() throws OwnSideException {
      try {
        if (in.read() >= 0) {
          throw new IOException("the blob's content is longer than its size");
        }
        in.close();
      } catch (IOException e) {
        throw new OwnSideException(e);
      }
    }

    @Override
    public void close() {
      Closer.closeQuietly(in);
    }
  }
}
