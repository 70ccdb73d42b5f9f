package dev.airgap.registry.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where a script writes its answer, well-formed or not. */
public final class ScriptedAnswer {
  private final Socket socket;
  private final OutputStream out;

  ScriptedAnswer(Socket socket) throws IOException {
    this.socket = socket;
    this.out = socket.getOutputStream();
  }

  /** A whole answer without a body. */
  public void status(int status, String... headers) throws IOException {
    whole(status, new byte[0], headers);
  }

  /** A whole, honest answer. */
  public void whole(int status, byte[] body, String... headers) throws IOException {
    head(status, body.length, headers);
    write(body, body.length);
  }

  /** Announces a body, sends its first bytes, then resets the connection. */
  public void resetAfter(int sent, int status, byte[] body, String... headers) throws IOException {
    head(status, body.length, headers);
    write(body, sent);
    reset();
  }

  /** Announces a body, sends its first bytes, then closes the connection in good order. */
  public void truncatedAfter(int sent, int status, byte[] body, String... headers)
      throws IOException {
    head(status, body.length, headers);
    write(body, sent);
    socket.close();
  }

  /** Announces a body, sends its first bytes, then nothing, until the client leaves. */
  public void stalledAfter(int sent, int status, byte[] body, String... headers)
      throws IOException {
    head(status, body.length, headers);
    write(body, sent);
    stall();
  }

  /** Announces a body, sends its first bytes, then one now and then. */
  public void drippedAfter(int sent, int status, byte[] body, String... headers)
      throws IOException, InterruptedException {
    head(status, body.length, headers);
    write(body, sent);
    drip(new String(body, sent, body.length - sent, StandardCharsets.ISO_8859_1));
  }

  /** Sends a byte now and then, some fifty a second. */
  public void drip(String text) throws IOException, InterruptedException {
    for (byte next : text.getBytes(StandardCharsets.ISO_8859_1)) {
      out.write(next);
      out.flush();
      Thread.sleep(20);
    }
    socket.close();
  }

  /** Says nothing until the client leaves. */
  public void stall() throws IOException {
    while (socket.getInputStream().read() >= 0) {
      // what the client still sends is of no interest
    }
  }

  /** Sends a TCP reset in place of all further bytes. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Closes the connection in good order. */
  public void hangUp() throws IOException {
    socket.close();
  }

  /** Bytes as they are. */
  public void raw(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    write(bytes, bytes.length);
  }

  private void head(int status, int length, String... headers) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
    Arrays.stream(headers).forEach(header -> head.append(header).append("\r\n"));
    boolean hasLength = Arrays.stream(headers).anyMatch(h -> h.startsWith("Content-Length:"));
    raw(head + (hasLength ? "" : "Content-Length: " + length + "\r\n") + "\r\n");
  }

  private void write(byte[] bytes, int count) throws IOException {
    out.write(bytes, 0, count);
    out.flush();
  }
}
