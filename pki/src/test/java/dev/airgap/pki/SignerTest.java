package dev.airgap.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SignerTest {
  private static final byte[] CONTENT = "what is signed\n".getBytes(StandardCharsets.US_ASCII);
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  @TempDir private Path folder = Path.of("");
  private final RunSecrets secrets = new RunSecrets();
  private final SignerFiles files = new SignerFiles(Clock.systemUTC());
  private Path key = Path.of("");
  private Path certificate = Path.of("");

  @BeforeEach
  void generate() throws Exception {
    files.generate("Example release", Duration.ofDays(30), Optional.empty(), folder);
    key = folder.resolve("signer.key");
    certificate = folder.resolve("signer.pem");
  }

  private Signer signer() throws Exception {
    return files.read(key, Optional.of(certificate), Optional.empty());
  }

  @Test
  void stockOpenSsl_acceptsTheSignature_andRefusesAnotherContent() throws Exception {
    Path signature = Files.write(folder.resolve("p7s"), signer().sign(CONTENT, now));
    Path content = Files.write(folder.resolve("content"), CONTENT);
    assertThat(verify(signature, content).output()).contains("Verification successful");
    Files.writeString(content, "what is not signed\n");
    assertThat(verify(signature, content).exitCode()).isNotZero();
  }

  private OpenSsl verify(Path signature, Path content) throws Exception {
    String signer = certificate.toString();
    return OpenSsl.run(
        "cms",
        "-verify",
        "-binary",
        "-inform",
        "DER",
        "-in",
        signature.toString(),
        "-content",
        content.toString(),
        "-nointern",
        "-certfile",
        signer,
        "-CAfile",
        signer,
        "-partial_chain",
        "-no-CApath",
        "-no-CAstore",
        "-purpose",
        "any",
        "-out",
        "/dev/null");
  }

  @Test
  void sameInput_givesTheSameBytes() throws Exception {
    assertThat(signer().sign(CONTENT, now)).isEqualTo(signer().sign(CONTENT, now));
  }

  @Test
  void signature_hasTheFactsThatTheFormatWants() throws Exception {
    DetachedSignature facts = DetachedSignature.parse(signer().sign(CONTENT, now));
    assertThat(facts.trailingBytes()).isZero();
    assertThat(facts.canonical()).isTrue();
    assertThat(facts.embeddedContent()).isFalse();
    assertThat(facts.contentType()).isEqualTo(DetachedSignature.ID_DATA);
    assertThat(facts.digestAlgorithms()).containsExactly(DetachedSignature.SHA256);
    assertThat(facts.certificates())
        .containsExactly(Certificates.fingerprint(signer().certificate()));
    assertThat(facts.signers()).hasSize(1);
    DetachedSignature.SignerFacts only = facts.signers().getFirst();
    assertThat(only.signatureAlgorithm()).isEqualTo(DetachedSignature.ECDSA_WITH_SHA256);
    assertThat(only.signedAttributes())
        .containsExactlyInAnyOrder(
            DetachedSignature.CONTENT_TYPE,
            DetachedSignature.MESSAGE_DIGEST,
            DetachedSignature.SIGNING_TIME);
    assertThat(only.unsignedAttributes()).isZero();
    assertThat(only.signingTime()).contains(now);
    assertThat(DetachedSignature.verifies(only, signer().certificate())).isTrue();
  }

  @Test
  void anotherKey_doesNotVerify() throws Exception {
    Path elsewhere = folder.resolve("other");
    var other = files.generate("Other", Duration.ofDays(30), Optional.empty(), elsewhere);
    DetachedSignature facts = DetachedSignature.parse(signer().sign(CONTENT, now));
    assertThat(DetachedSignature.verifies(facts.signers().getFirst(), other)).isFalse();
  }

  @Test
  void truncatedSignature_isMalformedAtEveryLength() throws Exception {
    byte[] whole = signer().sign(CONTENT, now);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> DetachedSignature.parse(part))
          .isInstanceOf(MalformedSignatureException.class);
    }
  }

  @Test
  void trailingByte_isAFact() throws Exception {
    byte[] whole = signer().sign(CONTENT, now);
    assertThat(DetachedSignature.parse(Arrays.copyOf(whole, whole.length + 1)).trailingBytes())
        .isEqualTo(1);
  }

  @Test
  void key_isReadableByItsOwnerOnly_andNeverOverwritten() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThatThrownBy(() -> files.generate("x", Duration.ofDays(1), Optional.empty(), folder))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @ParameterizedTest
  @MethodSource("namesThatNoCertificateCarries")
  void nameThatNoCertificateCarries_isRefused(String name, String why) {
    Path out = folder.resolve("refused");
    assertThatThrownBy(() -> files.generate(name, Duration.ofDays(1), Optional.empty(), out))
        .isInstanceOf(UnusableNameException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("\n");
    assertThat(out).doesNotExist();
  }

  static Stream<Arguments> namesThatNoCertificateCarries() {
    return Stream.of(
        Arguments.of("x".repeat(300), "1 to 64 characters, and this one has 300"),
        Arguments.of("", "1 to 64 characters"),
        Arguments.of("Release\nsigned by all", "control characters"),
        Arguments.of("Release\u202egnp.exe", "control characters"));
  }

  @Test
  void longestName_isCarried() throws Exception {
    Path out = folder.resolve("longest");
    String name = "\u00e9".repeat(64);
    var made = files.generate(name, Duration.ofDays(1), Optional.empty(), out);
    assertThat(Certificates.subject(made)).isEqualTo("CN=" + name);
  }

  @Test
  void folderInPlaceOfAFile_isNamed() {
    assertThatThrownBy(() -> Certificates.read(folder))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining(folder + " is a folder, not a certificate file");
    assertThatThrownBy(() -> files.read(folder, Optional.empty(), Optional.empty()))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining(folder + " is a folder, not a key file");
  }

  @Test
  void protectedKey_opensWithItsPassphraseOnly() throws Exception {
    Path closed = folder.resolve("closed");
    Secret passphrase = secrets.keep("correct horse");
    files.generate("Closed", Duration.ofDays(30), Optional.of(passphrase), closed);
    Path file = closed.resolve("signer.key");
    Optional<Path> pem = Optional.of(closed.resolve("signer.pem"));
    assertThat(Files.readString(file)).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
    assertThat(files.read(file, pem, Optional.of(passphrase)).sign(CONTENT, now)).isNotEmpty();
    assertThatThrownBy(() -> files.read(file, pem, Optional.of(secrets.keep("wrong one"))))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining("passphrase does not open");
    assertThatThrownBy(() -> files.read(file, pem, Optional.empty()))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining("is encrypted");
    assertThat(
            OpenSsl.run("pkey", "-in", file.toString(), "-noout", "-passin", "pass:correct horse")
                .exitCode())
        .isZero();
  }

  @Test
  void certificateOfAnotherKey_isRefused() throws Exception {
    Path other = folder.resolve("other");
    files.generate("Other", Duration.ofDays(30), Optional.empty(), other);
    assertThatThrownBy(
            () -> files.read(key, Optional.of(other.resolve("signer.pem")), Optional.empty()))
        .hasMessageContaining("does not belong to the key");
  }

  @Test
  void pkcs12File_isRead() throws Exception {
    Path p12 = folder.resolve("signer.p12");
    OpenSsl made =
        OpenSsl.run(
            "pkcs12",
            "-export",
            "-inkey",
            key.toString(),
            "-in",
            certificate.toString(),
            "-out",
            p12.toString(),
            "-passout",
            "pass:secret12");
    assertThat(made.exitCode()).as(made.output()).isZero();
    Signer read = files.read(p12, Optional.empty(), Optional.of(secrets.keep("secret12")));
    assertThat(read.certificate()).isEqualTo(signer().certificate());
  }

  @Test
  void certificate_hasTheProfileOfTheFormat() throws Exception {
    CertificateFacts facts = CertificateFacts.of(signer().certificate());
    assertThat(facts).isEqualTo(new CertificateFacts("EC", CertificateFacts.P256, 0, true, false));
    String printed =
        OpenSsl.run("x509", "-in", certificate.toString(), "-noout", "-fingerprint", "-sha256")
            .output();
    assertThat(printed).contains(Certificates.fingerprint(signer().certificate()));
  }
}
