package dev.airgap.installer.serve;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Stands before a server that speaks plain HTTP, and hangs up on clients that begin to speak TLS.
 * Registry clients try TLS first; the JDK's server would wait for the end of a line that never
 * comes, and each of their requests would take as long as their patience (ten seconds).
 */
final class PlainFront implements AutoCloseable {
  private static final int TLS_HANDSHAKE = 0x16;
  private static final int PATIENCE_MILLIS = 30_000;

  private final ServerSocket listening;
  private final int behind;

  private PlainFront(ServerSocket listening, int behind) {
    this.listening = listening;
    this.behind = behind;
  }

  /**
   * @param behind the port of the server on loopback
   */
  static PlainFront before(int behind, InetSocketAddress address) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.bind(address);
    PlainFront front = new PlainFront(socket, behind);
    Thread.ofVirtual().name("front").start(front::accept);
    return front;
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listening.getLocalSocketAddress();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Thread.ofVirtual().start(() -> pass(client));
      } catch (IOException e) {
        // closed, or a client that went away before it was there
      }
    }
  }

  private void pass(Socket client) {
    try (client) {
      client.setSoTimeout(PATIENCE_MILLIS);
      int first = client.getInputStream().read();
      if (first < 0 || first == TLS_HANDSHAKE) {
        return;
      }
      client.setSoTimeout(0);
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
        server.getOutputStream().write(first);
        Thread requests = Thread.ofVirtual().start(() -> copy(client, server));
        copy(server, client);
        requests.interrupt();
      }
    } catch (IOException e) {
      // one of the two hung up
    }
  }

  /** What one says, to the other; the end of it as well. */
  private static void copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
      to.shutdownOutput();
    } catch (IOException e) {
      end(from);
      end(to);
    }
  }

  private static void end(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is closed
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
