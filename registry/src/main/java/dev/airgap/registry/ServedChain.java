package dev.airgap.registry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * The certificates that a registry shows in its TLS handshake, to be looked at and not believed.
 *
 * @param certificates the server's first; empty where none was shown
 * @param given CAs that the user gave for this registry
 * @param machine CAs that this machine trusts by itself
 */
public record ServedChain(
    List<X509Certificate> certificates,
    List<X509Certificate> given,
    List<X509Certificate> machine) {
  private static final int PATIENCE_MILLIS = 5_000;

  public ServedChain {
    certificates = List.copyOf(certificates);
    given = List.copyOf(given);
    machine = List.copyOf(machine);
  }

  /** Opens a connection of its own for each look. */
  @FunctionalInterface
  interface Look {
    ServedChain take() throws IOException;
  }

  /**
   * @param direct whether no proxy is on the way; through one nothing is looked at
   */
  static ServedChain of(
      Origin registry, boolean direct, List<X509Certificate> given, Map<String, String> environment)
      throws IOException {
    try {
      return new ServedChain(
          registry.isSecure() && direct ? served(registry) : List.of(),
          given,
          Authorities.ofMachine(environment));
    } catch (GeneralSecurityException e) {
      throw new IOException("the served certificates cannot be looked at: " + e.getMessage(), e);
    }
  }

  /** The handshake never ends: nobody is trusted in it, and so not one byte of ours is sent. */
  private static List<X509Certificate> served(Origin registry)
      throws IOException, GeneralSecurityException {
    Seeing seeing = new Seeing();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {seeing}, null);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(registry.host(), registry.port()), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      try (SSLSocket tls =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(socket, registry.host(), registry.port(), true)) {
        tls.startHandshake();
      }
    } catch (IOException e) {
      if (seeing.seen.isEmpty()) {
        throw e;
      }
    }
    return seeing.seen;
  }

  /** Remembers what it is shown, and trusts none of it. */
  private static final class Seeing extends ServerTrust {
    private List<X509Certificate> seen = List.of();

    @Override
    void check(X509Certificate[] chain, Question question) throws CertificateException {
      seen = List.of(chain);
      throw new CertificateException("only looked at");
    }
  }
}
