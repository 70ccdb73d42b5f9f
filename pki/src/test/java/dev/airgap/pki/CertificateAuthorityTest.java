package dev.airgap.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.secrets.RunSecrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
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

  @Test
  void serverCertificate_hasItsProfile() throws Exception {
    verified("zenml.example.test");
    Path leaf = folder.resolve("leaf.pem");
    assertThat(OpenSsl.run("x509", "-in", leaf.toString(), "-noout", "-text").output())
        .contains("Public-Key: (256 bit)", "prime256v1", "CN = zenml.example.test")
        .containsPattern("Basic Constraints: critical\\s+CA:FALSE")
        .containsPattern("Key Usage: critical\\s+Digital Signature\\n")
        .containsPattern("Extended Key Usage: *\\n\\s+TLS Web Server Authentication\\n")
        .containsPattern("Subject Alternative Name: *\\n\\s+DNS:zenml.example.test\\n");
  }

  @Test
  void addressAsAHost_isRefusedByEveryClient() throws Exception {
    var server = authority.issue(List.of("10.0.0.1"), Duration.ofDays(1), CLOCK, secrets);
    Path ca = Files.writeString(folder.resolve("a"), Certificates.toPem(authority.certificate()));
    Path leaf = Files.writeString(folder.resolve("b"), server.chainPem());
    assertThat(OpenSsl.run("verify", "-CAfile", ca.toString(), leaf.toString()).exitCode())
        .isNotZero();
  }

  @Test
  void authorityBelowTheAuthority_isRefused() throws Exception {
    Path ca = Files.writeString(folder.resolve("ca"), Certificates.toPem(authority.certificate()));
    Path key = Files.writeString(folder.resolve("key"), authority.keyPem(secrets).reveal());
    Path extensions =
        Files.writeString(folder.resolve("ext"), "basicConstraints=critical,CA:TRUE\n");
    Path request = folder.resolve("csr");
    Path below = folder.resolve("below");
    Path belowKey = folder.resolve("belowkey");
    assertThat(
            OpenSsl.run(
                    "req",
                    "-new",
                    "-newkey",
                    "rsa:2048",
                    "-nodes",
                    "-subj",
                    "/CN=below",
                    "-keyout",
                    belowKey.toString(),
                    "-out",
                    request.toString())
                .exitCode())
        .isZero();
    sign(request, ca, key, below, extensions);
    Path leafRequest = folder.resolve("leafcsr");
    Path leaf = folder.resolve("leaf");
    OpenSsl.run(
        "req",
        "-new",
        "-key",
        belowKey.toString(),
        "-subj",
        "/CN=leaf",
        "-out",
        leafRequest.toString());
    Path names =
        Files.writeString(folder.resolve("names"), "subjectAltName=DNS:a.zenml.example.test\n");
    sign(leafRequest, below, belowKey, leaf, names);
    OpenSsl verified =
        OpenSsl.run(
            "verify", "-CAfile", ca.toString(), "-untrusted", below.toString(), leaf.toString());
    assertThat(verified.output()).contains("path length constraint exceeded");
  }

  private static void sign(Path request, Path ca, Path key, Path out, Path extensions)
      throws Exception {
    OpenSsl signed =
        OpenSsl.run(
            "x509",
            "-req",
            "-in",
            request.toString(),
            "-CA",
            ca.toString(),
            "-CAkey",
            key.toString(),
            "-CAcreateserial",
            "-days",
            "1",
            "-extfile",
            extensions.toString(),
            "-out",
            out.toString());
    assertThat(signed.exitCode()).as(signed.output()).isZero();
  }

  @Test
  void serverCertificate_endsWithItsAuthority_andBeginsFiveMinutesAgo() {
    Instant now = Instant.parse("2026-11-20T08:00:00Z");
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    CertificateAuthority brief =
        CertificateAuthority.create("Brief", "example.test", Duration.ofDays(10), clock);
    var leaf = brief.issue(List.of("a.example.test"), Duration.ofDays(397), clock, secrets).leaf();
    assertThat(leaf.getNotAfter().toInstant())
        .isEqualTo(brief.certificate().getNotAfter().toInstant())
        .isEqualTo(now.plus(Duration.ofDays(10)));
    assertThat(leaf.getNotBefore().toInstant()).isEqualTo(now.minus(Duration.ofMinutes(5)));
  }

  @Test
  void keyOrCertificateOfAnother_isNotTakenUp() {
    CertificateAuthority other =
        CertificateAuthority.create("Other", "example.test", Duration.ofDays(1), CLOCK);
    String certificate = Certificates.toPem(authority.certificate());
    assertThatThrownBy(() -> CertificateAuthority.of(other.keyPem(secrets), certificate))
        .hasMessageContaining("does not belong to the key of the CA");
    var server =
        authority.issue(List.of("a.zenml.example.test"), Duration.ofDays(1), CLOCK, secrets);
    assertThatThrownBy(() -> CertificateAuthority.of(server.keyPem(), server.chainPem()))
        .hasMessageContaining("no CA");
  }

  @Test
  void longHost_isAnAlternativeNameOnly() {
    String host = "a".repeat(60) + ".zenml.example.test";
    var server = authority.issue(List.of(host), Duration.ofDays(1), CLOCK, secrets);
    assertThat(server.leaf().getSubjectX500Principal().getName()).isEqualTo("CN=zenml server");
  }
}
