package dev.airgap.helm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * An API server on loopback that knows nothing. Helm's {@code lookup} asks a cluster even when it
 * only renders: it shall ask this one, and find nothing, as {@code helm template} does.
 */
final class EmptyCluster implements AutoCloseable {
  private static final String NOTHING =
      "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"NotFound\",\"code\":404}";
  private static final String NO_RESOURCES =
      "{\"kind\":\"APIResourceList\",\"apiVersion\":\"v1\",\"groupVersion\":\"v1\",\"resources\":[]}";
  private static final String NO_GROUPS =
      "{\"kind\":\"APIGroupList\",\"apiVersion\":\"v1\",\"groups\":[]}";
  private static final String VERSIONS = "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}";

  private final HttpServer server;

  EmptyCluster() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", EmptyCluster::answer);
    server.start();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body =
        switch (path) {
          case "/api" -> VERSIONS;
          case "/apis" -> NO_GROUPS;
          case "/api/v1" -> NO_RESOURCES;
          default -> NOTHING;
        };
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(body.equals(NOTHING) ? 404 : 200, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  /** A kubeconfig that leads here. */
  String kubeconfig() {
    return """
    apiVersion: v1
    kind: Config
    current-context: empty
    clusters: [{name: empty, cluster: {server: "http://127.0.0.1:%d"}}]
    contexts: [{name: empty, context: {cluster: empty, user: nobody}}]
    users: [{name: nobody, user: {}}]
    """
        .formatted(server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
