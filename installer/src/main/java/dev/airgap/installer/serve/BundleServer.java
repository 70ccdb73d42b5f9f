package dev.airgap.installer.serve;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.airgap.archive.BundleRefusedException;
import dev.airgap.archive.VerifiedBundle;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * Serves a verified bundle as a registry that can only be read (OCI distribution specification 1.1,
 * "Pull"), straight out of its file. A request has 30 seconds to arrive; answers may take as long
 * as the line needs.
 */
public final class BundleServer implements AutoCloseable {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final String REQUEST_SECONDS = "30";

  private final HttpServer server;
  private final Optional<PlainFront> front;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private BundleServer(HttpServer server, Optional<PlainFront> front) {
    this.server = server;
    this.front = front;
  }

  /**
   * @param address to listen at; port 0 takes a free one
   * @param tls without it plain HTTP is spoken
   * @throws BundleRefusedException if it is a delta, which does not have all of its images
   */
  public static BundleServer serve(
      VerifiedBundle bundle, InetSocketAddress address, Optional<SSLContext> tls)
      throws IOException, BundleRefusedException {
    bundle.requireComplete("pull its images from it");
    System.setProperty("sun.net.httpserver.maxReqTime", REQUEST_SECONDS);
    BundleServer serving = bound(address, tls);
    HttpServer server = serving.server;
    Pulls pulls = new Pulls(bundle);
    server.createContext("/", exchange -> new Request(exchange).answer(pulls));
    server.setExecutor(serving.threads);
    server.start();
    return serving;
  }

  private static BundleServer bound(InetSocketAddress address, Optional<SSLContext> tls)
      throws IOException {
    try {
      HttpServer server = tls.isPresent() ? secure(address, tls.get()) : HttpServer.create(ANY, 0);
      return new BundleServer(server, front(server, address, tls.isEmpty()));
    } catch (BindException e) {
      throw new IOException(
          "nobody can listen at %s:%d (%s); name another address or port with --listen"
              .formatted(address.getAddress().getHostAddress(), address.getPort(), e.getMessage()),
          e);
    }
  }

  private static HttpServer secure(InetSocketAddress address, SSLContext tls) throws IOException {
    HttpsServer server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return server;
  }

  private static Optional<PlainFront> front(
      HttpServer server, InetSocketAddress address, boolean plain) throws IOException {
    return plain
        ? Optional.of(PlainFront.before(server.getAddress().getPort(), address))
        : Optional.empty();
  }

  public InetSocketAddress address() {
    return front.map(PlainFront::address).orElseGet(server::getAddress);
  }

  @Override
  public void close() throws IOException {
    if (front.isPresent()) {
      front.get().close();
    }
    server.stop(0);
    threads.close();
  }
}
