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
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * HTTPS to a host of the site through the ingress address: DNS is not asked, the certificate is
 * verified for the host against the site's CA alone. One request a connection, HTTP/1.1.
 */
public final class SiteHttps {
  private static final int PORT = 443;
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration READ = Duration.ofSeconds(30);
  private static final int WHOLE = 2;

  private final InetSocketAddress ingress;
  private final Duration patience;
  private final SSLContext tls;

  /**
   * To port 443 of the ingress; an answer may keep us waiting for 30 seconds between two bytes, and
   * a minute in all.
   */
  public SiteHttps(String address, X509Certificate authority) {
    this(new InetSocketAddress(address, PORT), READ, authority);
  }

  private SiteHttps(InetSocketAddress ingress, Duration patience, X509Certificate authority) {
    this.ingress = ingress;
    this.patience = patience;
    this.tls = trusting(authority);
  }

  /** To an ingress at another port, with another patience. */
  public static SiteHttps at(
      InetSocketAddress ingress, Duration patience, X509Certificate authority) {
    return new SiteHttps(ingress, patience, authority);
  }

  private static SSLContext trusting(X509Certificate authority) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("site", authority);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a trust store in memory can always be made", e);
    }
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
    try (Socket plain = new Socket()) {
      plain.connect(ingress, (int) CONNECT.toMillis());
      plain.setSoTimeout((int) patience.toMillis());
      try (SSLSocket socket =
          (SSLSocket)
              tls.getSocketFactory().createSocket(plain, request.host(), ingress.getPort(), true)) {
        verifyHost(socket, request.host());
        socket.startHandshake();
        socket.getOutputStream().write(head(request));
        socket.getOutputStream().write(request.body().getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return HttpAnswer.read(new TimedInput(socket, patience, patience.multipliedBy(WHOLE)));
      }
    }
  }

  /**
   * The certificates that the ingress shows for a host, the host's own first; nothing is sent.
   *
   * @throws IOException where they do not verify
   */
  public List<X509Certificate> certificates(String host) throws IOException {
    try (Socket plain = new Socket()) {
      plain.connect(ingress, (int) CONNECT.toMillis());
      plain.setSoTimeout((int) patience.toMillis());
      try (SSLSocket socket =
          (SSLSocket) tls.getSocketFactory().createSocket(plain, host, ingress.getPort(), true)) {
        verifyHost(socket, host);
        socket.startHandshake();
        return Arrays.stream(socket.getSession().getPeerCertificates())
            .map(X509Certificate.class::cast)
            .toList();
      }
    }
  }

  /**
   * The same, not verified: for telling what is shown instead of what should be. Empty where
   * nothing is shown.
   */
  public List<X509Certificate> shown(String host) throws IOException {
    return ShownCertificates.of(ingress, host, patience);
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
