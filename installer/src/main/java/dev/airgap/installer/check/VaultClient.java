package dev.airgap.installer.check;

import dev.airgap.installer.json.Json;
import dev.airgap.secrets.Secret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Asks a Vault as pods would: its certificate is verified by the public authorities and the site's
 * own. Waits 3 s for a connection and 8 s for an answer of at most 64 KiB; follows no redirect, and
 * goes through no proxy.
 */
final class VaultClient implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(8);
  private static final int MAX_BYTES = 64 * 1024;

  private final URI address;
  private final Optional<String> namespace;
  private final HttpClient http;

  /**
   * @param authorities the site's own
   */
  VaultClient(URI address, Optional<String> namespace, List<X509Certificate> authorities) {
    this.address = address;
    this.namespace = namespace;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .proxy(HttpClient.Builder.NO_PROXY)
            .sslContext(trusting(authorities))
            .build();
  }

  /**
   * An answer; it never prints its content.
   *
   * @param content empty where it was no JSON object
   */
  record Answer(int status, Map<String, @Nullable Object> content) {
    /** A text within a mapping, without control characters; empty if there is none. */
    Optional<String> text(String mapping, String key) {
      return content.get(mapping) instanceof Map<?, ?> map && map.get(key) instanceof String text
          ? Optional.of(text.replaceAll("[\\p{Cc}\\p{Cf}]", " "))
          : Optional.empty();
    }

    /** Vault's own sentences about what it refuses; they may quote what was sent. */
    String errors() {
      return content.get("errors") instanceof List<?> errors && !errors.isEmpty()
          ? String.valueOf(errors.getFirst()).replaceAll("[\\p{Cc}\\p{Cf}]", " ")
          : "HTTP " + status;
    }

    @Override
    public String toString() {
      return "HTTP " + status;
    }
  }

  Answer get(String path, Optional<Secret> token) throws IOException, InterruptedException {
    return send(request(path, token).GET());
  }

  Answer post(String path, Optional<Secret> token, Secret body)
      throws IOException, InterruptedException {
    return send(request(path, token).POST(HttpRequest.BodyPublishers.ofString(body.reveal())));
  }

  private HttpRequest.Builder request(String path, Optional<Secret> token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path)).timeout(ANSWER);
    namespace.ifPresent(name -> request.header("X-Vault-Namespace", name));
    token.ifPresent(one -> request.header("X-Vault-Token", one.reveal()));
    return request;
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse.BodyHandler<String> body =
        HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), MAX_BYTES);
    try {
      HttpResponse<String> answer =
          http.sendAsync(request.build(), body).get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(answer.statusCode(), Json.readObject(answer.body()).orElse(Map.of()));
    } catch (TimeoutException e) {
      throw new IOException("no answer within %d s".formatted(ANSWER.toSeconds()), e);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  private static IOException failure(@Nullable Throwable cause) {
    return switch (cause) {
      case ConnectException e when e.getMessage() == null ->
          new IOException("no connection, or DNS here does not know the name", e);
      case IOException e -> e;
      case null, default -> new IOException("the connection failed", cause);
    };
  }

  private static SSLContext trusting(List<X509Certificate> authorities) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      for (X509Certificate one : publicOnes()) {
        store.setCertificateEntry("public-" + count++, one);
      }
      for (X509Certificate one : authorities) {
        store.setCertificateEntry("site-" + count++, one);
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(store).getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a trust store in memory can always be made", e);
    }
  }

  private static List<X509Certificate> publicOnes() throws GeneralSecurityException {
    return Arrays.stream(managers(null).getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .flatMap(trust -> Arrays.stream(((X509TrustManager) trust).getAcceptedIssuers()))
        .toList();
  }

  private static TrustManagerFactory managers(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
