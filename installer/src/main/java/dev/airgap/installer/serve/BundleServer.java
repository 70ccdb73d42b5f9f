package dev.airgap.installer.serve;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.airgap.archive.VerifiedBundle;
import java.io.IOException;
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
  private static final String REQUEST_SECONDS = "30";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private BundleServer(HttpServer server) {
    this.server = server;
  }

  /**
   * @param address to listen at; port 0 takes a free one
   * @param tls without it plain HTTP is spoken
   */
  public static BundleServer serve(
      VerifiedBundle bundle, InetSocketAddress address, Optional<SSLContext> tls)
      throws IOException {
    System.setProperty("sun.net.httpserver.maxReqTime", REQUEST_SECONDS);
    BundleServer serving = new BundleServer(listening(address, tls));
    Pulls pulls = new Pulls(bundle);
    serving.server.createContext("/", exchange -> new Request(exchange).answer(pulls));
    serving.server.setExecutor(serving.threads);
    serving.server.start();
    return serving;
  }

  private static HttpServer listening(InetSocketAddress address, Optional<SSLContext> tls)
      throws IOException {
    if (tls.isEmpty()) {
      return HttpServer.create(address, 0);
    }
    HttpsServer server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
    return server;
  }

  public InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
