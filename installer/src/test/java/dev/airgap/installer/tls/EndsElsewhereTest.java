package dev.airgap.installer.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.site.SiteTls.Elsewhere;
import dev.airgap.installer.testing.OpenSslCertificate;
import dev.airgap.installer.testing.SampleSite;
import dev.airgap.pki.ServerIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Something on loopback ends TLS, as a load balancer before an ingress does. */
@Timeout(30)
final class EndsElsewhereTest {
  @TempDir private Path folder = Path.of("");

  private TlsOutlook look(OpenSslCertificate leaf, List<X509Certificate> trusted) throws Exception {
    try (SSLServerSocket listening =
        (SSLServerSocket)
            ServerIdentity.read(leaf.file(), leaf.key())
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answer(listening));
      SiteHttps https =
          SiteHttps.at(
              (InetSocketAddress) listening.getLocalSocketAddress(),
              Duration.ofSeconds(5),
              trusted);
      Elsewhere form = new Elsewhere(trusted);
      return new EndsElsewhere(SampleSite.with(form), form, https).look();
    }
  }

  private static void answer(SSLServerSocket listening) {
    while (!listening.isClosed()) {
      try (SSLSocket client = (SSLSocket) listening.accept()) {
        client.startHandshake();
      } catch (IOException e) {
        // the client did not like the certificate, or the test has ended
      }
    }
  }

  @Test
  void whatIsShownToClients_isLookedAt_andWhatCannotBeProvenIsSaid() throws Exception {
    OpenSslCertificate root = OpenSslCertificate.root(folder, "root");
    OpenSslCertificate leaf = root.server("leaf", "zenml.test", "*.zenml.test");
    TlsOutlook outlook = look(leaf, List.of(root.certificate()));
    assertThat(outlook.ends())
        .extracting(end -> end.line(Instant.now()))
        .hasSize(2)
        .allMatch(line ->
            line.matches(
                "certificate of (production\\.)?zenml.test, as 10.0.0.20 shows it: ends .*, 364 days"));
    assertThat(outlook.warnings())
        .singleElement()
        .asString()
        .startsWith("tls.none: whatever answers at 10.0.0.20 ends TLS; what it sends on");
  }

  @Test
  void aCertificate_thatClientsRefuse_isWarnedOf() throws Exception {
    OpenSslCertificate root = OpenSslCertificate.root(folder, "root");
    OpenSslCertificate leaf = root.server("leaf", "zenml.test");
    TlsOutlook outlook = look(leaf, List.of(root.certificate()));
    assertThat(outlook.warnings())
        .hasSize(2)
        .anyMatch(w -> w.startsWith("production.zenml.test at 10.0.0.20 does not answer over TLS"));
    assertThat(look(leaf, List.of()).warnings()).as("no public authority").hasSize(3);
  }
}
