package dev.airgap.samples.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;

/**
 * A Kubernetes API that holds nothing: a chart's {@code lookup} asks it during rendering, and finds
 * no object.
 */
@NullMarked
final class EmptyCluster implements AutoCloseable {

  private final HttpServer server;

  /** Starts it and leads {@code $KUBECONFIG}, which the build names, to it. */
  EmptyCluster() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", EmptyCluster::answer);
    server.start();
    String config =
        """
        apiVersion: v1
        kind: Config
        current-context: empty
        clusters: [{name: empty, cluster: {server: "http://127.0.0.1:%d"}}]
        contexts: [{name: empty, context: {cluster: empty, user: nobody}}]
        users: [{name: nobody, user: {}}]
        """
            .formatted(server.getAddress().getPort());
    Files.writeString(Path.of(System.getenv("KUBECONFIG")), config);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] body = body(path).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(isObject(path) ? 404 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static boolean isObject(String path) {
    return path.contains("/namespaces/");
  }

  private static String body(String path) {
    if (isObject(path)) {
      return """
      {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404}\
      """;
    }
    return switch (path) {
      case "/api" -> "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}";
      case "/apis" -> "{\"kind\":\"APIGroupList\",\"apiVersion\":\"v1\",\"groups\":[]}";
      case "/version" -> "{\"major\":\"1\",\"minor\":\"34\",\"gitVersion\":\"v1.34.4\"}";
      default ->
          """
          {"kind":"APIResourceList","groupVersion":"v1","resources":[
          {"name":"secrets","namespaced":true,"kind":"Secret","verbs":["get"]},
          {"name":"persistentvolumeclaims","namespaced":true,"kind":"PersistentVolumeClaim",
          "verbs":["get"]}]}\
          """;
    };
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
