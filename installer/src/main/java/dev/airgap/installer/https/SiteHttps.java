package dev.airgap.installer.https;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * HTTPS to a host of the site at the address that it shall lead to, the ingress's or a Gateway's:
 * DNS is not asked, the certificate is verified for the host against the site's authorities alone,
 * or the public ones if it has none. One request a connection, HTTP/1.1.
 */
public final class SiteHttps {
  private static final int PORT = 443;
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration READ = Duration.ofSeconds(30);
  private static final int WHOLE = 2;

  private final Function<String, Optional<InetSocketAddress>> places;
  private final Duration patience;
  private final SSLContext tls;

  /**
   * To port 443 of each host's address; an answer may keep us waiting for 30 seconds between two
   * bytes, and a minute in all.
   *
   * @param records host to IP address; others are not asked
   * @param authorities empty: the public ones that this program knows
   */
  public SiteHttps(Map<String, String> records, List<X509Certificate> authorities) {
    this(
        host ->
            Optional.ofNullable(records.get(host))
                .map(address -> new InetSocketAddress(address, PORT)),
        READ,
        authorities);
  }

  private SiteHttps(
      Function<String, Optional<InetSocketAddress>> places,
      Duration patience,
      List<X509Certificate> authorities) {
    this.places = places;
    this.patience = patience;
    this.tls = trusting(authorities);
  }

  /** To an ingress at another port, with another patience. */
  public static SiteHttps at(
      InetSocketAddress ingress, Duration patience, X509Certificate authority) {
    return at(ingress, patience, List.of(authority));
  }

  /** The same, with any number of authorities; none: the public ones. */
  public static SiteHttps at(
      InetSocketAddress ingress, Duration patience, List<X509Certificate> authorities) {
    return new SiteHttps(host -> Optional.of(ingress), patience, authorities);
  }

  private static SSLContext trusting(List<X509Certificate> authorities) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(authorities.isEmpty() ? null : store(authorities));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a trust store in memory can always be made", e);
    }
  }

  private static KeyStore store(List<X509Certificate> authorities)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry("site-" + i, authorities.get(i));
    }
    return store;
  }

  /** A request; the body is sent as it is. */
  public record Request(
      String method, String host, String path, List<String> headers, String body) {
    public Request {
      headers = List.copyOf(headers);
    }

    public static Request get(String host, String path) {
      return new Request("GET", host, path, List.of(), "");
    }

    public Request with(String header) {
      List<String> all = new java.util.ArrayList<>(headers);
      all.add(header);
      return new Request(method, host, path, all, body);
    }
  }

  /**
   * @throws IOException also where the certificate does not verify; the message holds no body
   */
  public HttpAnswer send(Request request) throws IOException {
    return connected(
        request.host(),
        socket -> {
          socket.getOutputStream().write(head(request));
          socket.getOutputStream().write(request.body().getBytes(StandardCharsets.UTF_8));
          socket.getOutputStream().flush();
          return HttpAnswer.read(new TimedInput(socket, patience, patience.multipliedBy(WHOLE)));
        });
  }

  /** What is done with a connection whose other end was verified. */
  private interface Talk<T> {
    T with(SSLSocket socket) throws IOException;
  }

  private <T> T connected(String host, Talk<T> talk) throws IOException {
    InetSocketAddress place = place(host);
    try (Socket plain = new Socket()) {
      plain.connect(place, (int) CONNECT.toMillis());
      plain.setSoTimeout((int) patience.toMillis());
      try (SSLSocket socket =
          (SSLSocket) tls.getSocketFactory().createSocket(plain, host, place.getPort(), true)) {
        verifyHost(socket, host);
        socket.startHandshake();
        return talk.with(socket);
      }
    }
  }

  private InetSocketAddress place(String host) throws IOException {
    return places
        .apply(host)
        .orElseThrow(() -> new IOException("%s is no host of the site file".formatted(host)));
  }

  /**
   * The certificates that are shown for a host, the host's own first; nothing is sent.
   *
   * @throws IOException where they do not verify
   */
  public List<X509Certificate> certificates(String host) throws IOException {
    return connected(
        host,
        socket ->
            Arrays.stream(socket.getSession().getPeerCertificates())
                .map(X509Certificate.class::cast)
                .toList());
  }

  /**
   * The same, not verified: for telling what is shown instead of what should be. Empty where
   * nothing is shown.
   */
  public List<X509Certificate> shown(String host) throws IOException {
    return ShownCertificates.of(place(host), host, patience);
  }

  private static void verifyHost(SSLSocket socket, String host) {
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setServerNames(List.of(new SNIHostName(host)));
    socket.setSSLParameters(parameters);
  }

  private static byte[] head(Request request) {
    StringBuilder head = new StringBuilder();
    head.append("%s %s HTTP/1.1\r\n".formatted(request.method(), request.path()));
    head.append("Host: %s\r\n".formatted(request.host()));
    head.append("Connection: close\r\nAccept: application/json, text/plain\r\n");
    request.headers().forEach(header -> head.append(header).append("\r\n"));
    int length = request.body().getBytes(StandardCharsets.UTF_8).length;
    head.append("Content-Length: %d\r\n\r\n".formatted(length));
    return head.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
