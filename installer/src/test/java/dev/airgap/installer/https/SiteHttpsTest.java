package dev.airgap.installer.https;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.installer.https.SiteHttps.Request;
import dev.airgap.pki.CertificateAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Servers that an ingress address may lead to. Certificates that do not fit: ControlPlaneApiTest.
 */
@Timeout(20)
final class SiteHttpsTest {
  private static final CertificateAuthority AUTHORITY =
      CertificateAuthority.create("test", "zenml.test", Duration.ofDays(1), Clock.systemUTC());

  private final ServerSocket listening;

  SiteHttpsTest() throws IOException {
    listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    listening.close();
  }

  private InetSocketAddress address() {
    return (InetSocketAddress) listening.getLocalSocketAddress();
  }

  private HttpAnswer get(InetSocketAddress address) throws IOException {
    return SiteHttps.at(address, Duration.ofMillis(300), AUTHORITY.certificate())
        .send(Request.get("zenml.test", "/health"));
  }

  /** What a server does with the first connection. */
  private interface Behaviour {
    void with(Socket socket) throws IOException;
  }

  private void serve(Behaviour behaviour) {
    Thread.ofVirtual()
        .start(() -> {
          try (Socket socket = listening.accept()) {
            behaviour.with(socket);
          } catch (IOException e) {
            // the client ended it
          }
        });
  }

  @Test
  void hostThatIsNotTheSites_isNotAsked() {
    SiteHttps https =
        new SiteHttps(Map.of("zenml.test", "127.0.0.1"), List.of(AUTHORITY.certificate()));
    assertThatThrownBy(() -> https.send(Request.get("other.test", "/health")))
        .isInstanceOf(IOException.class)
        .hasMessage("other.test is no host of the site file");
  }

  @Test
  void serverThatSpeaksNoTls_isRefused() {
    serve(socket -> {
      InputStream in = socket.getInputStream();
      assertThat(in.read()).isPositive();
      OutputStream out = socket.getOutputStream();
      out.write("HTTP/1.1 200 OK\r\n\r\nhealthy".getBytes(StandardCharsets.US_ASCII));
    });
    assertThatThrownBy(() -> get(address())).isInstanceOf(javax.net.ssl.SSLException.class);
  }

  @Test
  void serverThatSaysNothing_isGivenUp() {
    serve(socket -> assertThat(socket.getInputStream().readAllBytes()).isNotEmpty());
    Instant begin = Instant.now();
    assertThatThrownBy(() -> get(address())).isInstanceOf(IOException.class);
    assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void serverThatHangsUp_isAnError() {
    serve(Socket::close);
    assertThatThrownBy(() -> get(address())).isInstanceOf(IOException.class);
  }

  @Test
  void nobodyThere_isAnError() throws IOException {
    InetSocketAddress gone = address();
    listening.close();
    assertThatThrownBy(() -> get(gone)).isInstanceOf(IOException.class);
  }

  @Test
  void headersOfARequest_areAddedOneByOne() {
    Request request = Request.get("zenml.test", "/").with("A: 1").with("B: 2");
    assertThat(request.headers()).isEqualTo(List.of("A: 1", "B: 2"));
  }
}
