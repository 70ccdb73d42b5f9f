package dev.airgap.installer.testing;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.airgap.pki.CertificateAuthority;
import dev.airgap.pki.CertificateAuthority.ServerCertificate;
import dev.airgap.secrets.RunSecrets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A real HTTPS server on loopback, with a certificate of our own CA and answers that are set. */
public final class HttpsStub implements AutoCloseable {
  private final HttpsServer server;
  private final CertificateAuthority authority;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new ArrayList<>();
  private final List<String> authorizations = new ArrayList<>();
  private volatile Answers others = (request, body) -> new Answer(404, "{}");

  private HttpsStub(HttpsServer server, CertificateAuthority authority) {
    this.server = server;
    this.authority = authority;
  }

  /** What is answered to one request. */
  public record Answer(int status, String body) {}

  /** Answers what was not set by {@link #on}. */
  public interface Answers {
    /**
     * @param request method and path with its query
     */
    Answer to(String request, String body);
  }

  public static HttpsStub of(String host) throws IOException, GeneralSecurityException {
    return of(host, Clock.systemUTC());
  }

  /**
   * @param made when its certificate was, which is good for a day
   */
  public static HttpsStub of(String host, Clock made) throws IOException, GeneralSecurityException {
    CertificateAuthority authority =
        CertificateAuthority.create("test", host, Duration.ofDays(9), made);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    HttpsStub stub = new HttpsStub(server, authority);
    server.setHttpsConfigurator(new HttpsConfigurator(context(authority, host, made)));
    server.createContext(
        "/",
        exchange -> {
          String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
          synchronized (stub.requests) {
            stub.requests.add(request);
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .ifPresent(stub.authorizations::add);
          }
          String asked =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          Answer set = stub.answers.get(request);
          Answer answer = set != null ? set : stub.others.to(request, asked);
          byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
          try (var out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
    return stub;
  }

  private static SSLContext context(CertificateAuthority authority, String host, Clock made)
      throws GeneralSecurityException, IOException {
    ServerCertificate issued =
        authority.issue(List.of(host), Duration.ofDays(1), made, new RunSecrets());
    String pem = issued.keyPem().reveal().replaceAll("-----[A-Z ]+-----|\\s", "");
    PrivateKey key =
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setKeyEntry("server", key, new char[0], new Certificate[] {issued.leaf()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /** From now on this request is answered so. */
  public HttpsStub on(String request, int status, String body) {
    answers.put(request, new Answer(status, body));
    return this;
  }

  /** From now on all else is answered so. */
  public HttpsStub otherwise(Answers answers) {
    others = answers;
    return this;
  }

  public List<String> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** The header of this name, of each request that had one. */
  public List<String> authorizations() {
    synchronized (requests) {
      return List.copyOf(authorizations);
    }
  }

  public InetSocketAddress address() {
    return server.getAddress();
  }

  public X509Certificate authority() {
    return authority.certificate();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
