package dev.airgap.samples.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.NullMarked;

/** What a server needs of a Vault: one role of AppRole, and KV version 2 below any mount. */
@NullMarked
final class VaultStub implements AutoCloseable {
  static final String ROLE = "role-1";
  static final String SECRET = "secret-id-of-the-role";
  private static final String TOKEN = "s.token";

  private final HttpServer server;
  private final Map<String, String> kept = new ConcurrentHashMap<>();
  private volatile boolean sealed;

  VaultStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void seal() {
    sealed = true;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean known = TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"));
    if (sealed) {
      send(exchange, 503, "{\"errors\":[\"Vault is sealed\"]}");
    } else if (path.equals("/v1/auth/approle/login")) {
      boolean good = body.contains('"' + ROLE + '"') && body.contains('"' + SECRET + '"');
      send(
          exchange,
          good ? 200 : 400,
          good
              ? "{\"auth\":{\"client_token\":\"" + TOKEN + "\"}}"
              : "{\"errors\":[\"invalid role or secret ID\"]}");
    } else if (!known) {
      send(exchange, 403, "{\"errors\":[\"permission denied\"]}");
    } else if (path.equals("/v1/auth/token/lookup-self")) {
      send(exchange, 200, "{\"data\":{}}");
    } else if (exchange.getRequestMethod().equals("POST")) {
      kept.put(path, body);
      send(exchange, 200, "{\"data\":{\"version\":1}}");
    } else {
      String found = kept.get(path);
      send(exchange, found == null ? 404 : 200, found == null ? "{}" : "{\"data\":" + found + "}");
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
