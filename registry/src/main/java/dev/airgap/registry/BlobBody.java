package dev.airgap.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/**
 * A blob, or a part of it, as the body of one request. The blob's last bytes are held back until
 * its content has ended well: content that fails, even at its very end (that is where a changed
 * file shows), never reaches its Content-Length, and what never gets there no registry can commit.
 */
final class BlobBody extends AbstractHttpEntity {
  private final BlobSource source;
  private final long from;
  private final long length;
  private volatile long written;

  /**
   * @param from the blob's byte with which the body begins
   * @param length of the body
   */
  BlobBody(BlobSource source, long from, long length) {
    super(ContentType.APPLICATION_OCTET_STREAM, null, false);
    this.source = source;
    this.from = from;
    this.length = length;
  }

  /** It is about to be sent, maybe once more: of what was sent before, nothing counts. */
  void begin() {
    written = 0;
  }

  /** Bytes handed to the connection, for the {@link StallWatch}. */
  long progress() {
    return written;
  }

  /** Also a second time, where a request is sent again with another token. */
  @Override
  public void writeTo(OutputStream out) throws IOException {
    written = 0;
    byte[] buffer = new byte[Wire.BUFFER_BYTES];
    source.seek(from);
    for (long sent = 0; sent < length; ) {
      int next = (int) Math.min(buffer.length, length - sent);
      source.fill(buffer, next);
      out.write(buffer, 0, next);
      sent += next;
      written = sent;
    }
    written = StallWatch.DONE;
  }

  @Override
  public long getContentLength() {
    return length;
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
}
