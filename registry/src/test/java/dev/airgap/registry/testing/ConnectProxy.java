package dev.airgap.registry.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy on loopback that knows CONNECT alone, and to which every name is this machine; it wants a
 * password and remembers all that it saw of what clients sent.
 */
public final class ConnectProxy implements AutoCloseable {
  private final ServerSocket server;
  private final String expected;
  private final List<ReceivedRequest> received = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private ConnectProxy(ServerSocket server, String expected) {
    this.server = server;
    this.expected = expected;
  }

  public static ConnectProxy start(DebianRegistry.Account account) throws IOException {
    String pair = account.user() + ":" + account.password();
    ConnectProxy proxy =
        new ConnectProxy(
            new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
            "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      ReceivedRequest request = ReceivedRequest.read(client.getInputStream());
      received.add(request);
      ScriptedAnswer answer = new ScriptedAnswer(client);
      if (!request.header("Proxy-Authorization").equals(Optional.of(expected))) {
        answer.status(407, "Proxy-Authenticate: Basic realm=\"way out\"", "Connection: close");
      } else if (request.method().equals("CONNECT")) {
        tunnel(client, Integer.parseInt(request.target().replaceFirst(".*:", "")));
      } else {
        answer.status(405, "Connection: close");
      }
    } catch (IOException e) {
      // one of the sides left
    }
  }

  private void tunnel(Socket client, int port) throws IOException {
    try (Socket behind = new Socket(InetAddress.getLoopbackAddress(), port)) {
      client
          .getOutputStream()
          .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      Thread.ofVirtual().start(() -> back(behind, client));
      InputStream in = client.getInputStream();
      OutputStream out = behind.getOutputStream();
      byte[] buffer = new byte[64 * 1024];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        synchronized (seen) {
          seen.write(buffer, 0, count);
        }
        out.write(buffer, 0, count);
      }
    }
  }

  private static void back(Socket behind, Socket client) {
    try {
      behind.getInputStream().transferTo(client.getOutputStream());
      client.close();
    } catch (IOException e) {
      // one of the sides left
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  /** The requests that were made of the proxy itself. */
  public List<ReceivedRequest> received() {
    return List.copyOf(received);
  }

  /** All bytes that clients sent through tunnels. */
  public byte[] seen() {
    synchronized (seen) {
      return seen.toByteArray();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
