package dev.airgap.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A body that must arrive with some speed: a server that sends a byte now and then keeps every
 * socket timeout away, for ever. Only the time spent waiting for the network counts, so a slow disk
 * on our side cuts nothing.
 */
final class PacedStream extends FilterInputStream {
  private final Duration window;
  private long waited;
  private long arrived;

  PacedStream(InputStream in, Duration window) {
    super(in);
    this.window = window;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    long begin = System.nanoTime();
    int read = super.read(buffer, offset, length);
    waited += System.nanoTime() - begin;
    arrived += Math.max(0, read);
    if (read >= 0 && waited >= window.toNanos()) {
      if (arrived < StallWatch.floor(window)) {
        throw new SocketTimeoutException(StallWatch.tooSlow(window));
      }
      waited = 0;
      arrived = 0;
    }
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, Wire.BUFFER_BYTES)]));
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
