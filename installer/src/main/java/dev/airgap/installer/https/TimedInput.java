package dev.airgap.installer.https;

import java.io.FilterInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A socket's input with an end: a server that sends a byte now and then holds nobody up. */
final class TimedInput extends FilterInputStream {
  private final Socket socket;
  private final Duration patience;
  private final long end;

  /**
   * @param patience between two bytes
   * @param whole for all of them
   */
  TimedInput(Socket socket, Duration patience, Duration whole) throws IOException {
    super(socket.getInputStream());
    this.socket = socket;
    this.patience = patience;
    this.end = System.nanoTime() + whole.toNanos();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
    if (left <= 0) {
      throw new SocketTimeoutException("the answer took too long");
    }
    socket.setSoTimeout((int) Math.min(left, patience.toMillis()));
    return super.read(bytes, offset, length);
  }
}
