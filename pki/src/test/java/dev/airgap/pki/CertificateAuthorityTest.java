package dev.airgap.pki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.secrets.RunSecrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CertificateAuthorityTest {
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir private Path folder = Path.of("");
  private final RunSecrets secrets = new RunSecrets();
  private final CertificateAuthority authority =
      CertificateAuthority.create("Site CA", "zenml.example.test", Duration.ofDays(3650), CLOCK);

  private OpenSsl verified(String host) throws Exception {
    var server = authority.issue(List.of(host), Duration.ofDays(397), CLOCK, secrets);
    Path ca = folder.resolve("ca.pem");
    Path leaf = folder.resolve("leaf.pem");
    Files.writeString(ca, Certificates.toPem(authority.certificate()));
    Files.writeString(leaf, server.chainPem());
    return OpenSsl.run(
        "verify",
        "-x509_strict",
        "-purpose",
        "sslserver",
        "-verify_hostname",
        host,
        "-CAfile",
        ca.toString(),
        leaf.toString());
  }

  @Test
  void serverCertificate_isAcceptedInsideTheDomain() throws Exception {
    assertThat(verified("zenml.example.test").output()).contains(": OK");
    assertThat(verified("production.zenml.example.test").output()).contains(": OK");
  }

  @Test
  void serverCertificate_isRefusedOutsideTheDomain() throws Exception {
    OpenSsl outside = verified("bank.example.com");
    assertThat(outside.exitCode()).isNotZero();
    assertThat(outside.output()).contains("permitted subtree violation");
  }

  @Test
  void authority_hasItsProfile() throws Exception {
    Path ca = folder.resolve("ca.pem");
    Files.writeString(ca, Certificates.toPem(authority.certificate()));
    String text = OpenSsl.run("x509", "-in", ca.toString(), "-noout", "-text").output();
    assertThat(text)
        .contains("CA:TRUE, pathlen:0")
        .contains("Name Constraints: critical")
        .contains("DNS:zenml.example.test")
        .contains("IP:0.0.0.0/0.0.0.0")
        .contains("TLS Web Server Authentication");
  }

  @Test
  void authority_goesOnFromItsPem() throws Exception {
    CertificateAuthority again =
        CertificateAuthority.of(
            authority.keyPem(secrets), Certificates.toPem(authority.certificate()));
    assertThat(again.certificate()).isEqualTo(authority.certificate());
  }

  @Test
  void keyOfAnIssuedCertificate_isASecretOfTheRun() {
    var server =
        authority.issue(List.of("a.zenml.example.test"), Duration.ofDays(1), CLOCK, secrets);
    assertThat(secrets.redact(server.keyPem().reveal())).doesNotContain("MIG");
  }
}
