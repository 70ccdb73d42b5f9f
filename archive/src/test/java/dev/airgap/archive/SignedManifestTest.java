package dev.airgap.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.manifest.Release;
import dev.airgap.pki.Certificates;
import dev.airgap.pki.Signer;
import dev.airgap.pki.SignerFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A signed manifest.txt apart from its bundle, as a receipt keeps it. */
final class SignedManifestTest {
  private static final byte[] TEXT =
      "# ZenML Pro air-gapped bundle\n# release        1.2.3\n".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path folder = Path.of("");
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private byte[] signature = {};

  private X509Certificate own() throws Exception {
    return Certificates.read(folder.resolve("signer.pem")).getFirst();
  }

  @BeforeEach
  void sign() throws Exception {
    SignerFiles files = new SignerFiles(Clock.systemUTC());
    files.generate("Signer", Duration.ofDays(30), Optional.empty(), folder);
    Signer signer =
        files.read(
            folder.resolve("signer.key"),
            Optional.of(folder.resolve("signer.pem")),
            Optional.empty());
    signature = signer.sign(TEXT, now);
  }

  private SignedManifest verify(byte[] text, X509Certificate trusted)
      throws BundleRefusedException {
    return SignedManifest.verify(text, signature, new Trust(List.of(trusted), false), now);
  }

  @Test
  void signedText_givesItsRelease() throws Exception {
    assertThat(verify(TEXT, own()).release()).isEqualTo(new Release("1.2.3"));
  }

  @Test
  void changedText_isRefused() {
    byte[] changed =
        new String(TEXT, StandardCharsets.US_ASCII)
            .replace("1.2.3", "1.2.4")
            .getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> verify(changed, own())).isInstanceOf(BundleRefusedException.class);
  }

  @Test
  void anotherCertificateOfTheSameKey_isRefused_asOpenSslRefusesIt() throws Exception {
    Path renewed = folder.resolve("renewed.pem");
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-key",
                folder.resolve("signer.key").toString(),
                "-subj",
                "/CN=Renewed",
                "-days",
                "30",
                "-addext",
                "keyUsage=critical,digitalSignature",
                "-addext",
                "basicConstraints=critical,CA:FALSE",
                "-out",
                renewed.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(openssl.waitFor()).isZero();
    X509Certificate other = Certificates.read(renewed).getFirst();
    assertThatThrownBy(() ->
            SignedManifest.verify(
                TEXT, signature, new Trust(List.of(other), false), now.plusSeconds(5)))
        .hasMessageContaining("names another certificate");
  }
}
