package dev.airgap.registry.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on a raw loopback socket that plays what no real registry will: its script sees each
 * request and writes each byte of the answer, or none.
 */
public final class ScriptedRegistry implements AutoCloseable {
  private final ServerSocket server;
  private final Script script;
  private final List<ReceivedRequest> received = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();

  private ScriptedRegistry(ServerSocket server, Script script) {
    this.server = server;
    this.script = script;
  }

  /** Answers one request; called on one thread a connection. */
  @FunctionalInterface
  public interface Script {
    void play(ReceivedRequest request, ScriptedAnswer answer)
        throws IOException, InterruptedException;
  }

  /** Starts listening; the script is played for each request until {@link #close}. */
  public static ScriptedRegistry playing(Script script) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    ScriptedRegistry registry = new ScriptedRegistry(server, script);
    Thread.ofVirtual().start(registry::accept);
    return registry;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      ScriptedAnswer answer = new ScriptedAnswer(socket);
      while (!socket.isClosed()) {
        ReceivedRequest request = ReceivedRequest.read(socket.getInputStream());
        received.add(request);
        script.play(request, answer);
        request.skipBody();
      }
    } catch (IOException | InterruptedException e) {
      // the client left, or the script cut the connection
    } finally {
      open.remove(socket);
    }
  }

  /** {@code localhost:<port>}, as references name it. */
  public String host() {
    return "localhost:" + server.getLocalPort();
  }

  /** All requests so far, in the order in which they came. */
  public List<ReceivedRequest> received() {
    return List.copyOf(received);
  }

  /** Waits until as many requests have come: what a client has sent may still be on its way. */
  public List<ReceivedRequest> received(int count) throws InterruptedException {
    while (received.size() < count) {
      Thread.sleep(1); // the test's own time limit ends it
    }
    return received();
  }

  /** How many connections were made so far. */
  public int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
