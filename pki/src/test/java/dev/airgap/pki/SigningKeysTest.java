package dev.airgap.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.pki.DetachedSignature.SignerFacts;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that openssl made, in every form that people have them in. */
final class SigningKeysTest {
  private static final byte[] CONTENT = "what is signed\n".getBytes(StandardCharsets.US_ASCII);
  private static final Instant TIME = Instant.parse("2026-11-20T08:00:00Z");

  @TempDir private Path folder = Path.of("");
  private final RunSecrets secrets = new RunSecrets();
  private final SignerFiles files = new SignerFiles(Clock.systemUTC());

  private Path at(String name) {
    return folder.resolve(name);
  }

  private void openssl(String line) throws Exception {
    String[] arguments = line.replace("@", folder + "/").split(" ");
    OpenSsl done = OpenSsl.run(arguments);
    assertThat(done.exitCode()).as(line + "\n" + done.output()).isZero();
  }

  private void keyAndCertificate(String algorithm) throws Exception {
    openssl("genpkey " + algorithm + " -out @key.pem");
    openssl("req -x509 -new -key @key.pem -subj /CN=x -days 30 -out @cert.pem");
  }

  private Signer read(String key, String passphrase) throws Exception {
    Optional<Secret> secret =
        passphrase.isEmpty() ? Optional.empty() : Optional.of(secrets.keep(passphrase));
    return files.read(at(key), Optional.of(at("cert.pem")), secret);
  }

  @ParameterizedTest
  @CsvSource({
    "-algorithm EC -pkeyopt ec_paramgen_curve:P-256, EC, 1.2.840.10045.3.1.7, 0",
    "-algorithm EC -pkeyopt ec_paramgen_curve:P-384, EC, 1.3.132.0.34, 0",
    "-algorithm EC -pkeyopt ec_paramgen_curve:secp256k1, EC, 1.3.132.0.10, 0",
    "-algorithm RSA -pkeyopt rsa_keygen_bits:1024, RSA, '', 1024",
    "-algorithm RSA -pkeyopt rsa_keygen_bits:3072, RSA, '', 3072",
    "-algorithm ED25519, EdDSA, '', 0"
  })
  void kindOfKey_isAFact(String algorithm, String name, String curve, int bits) throws Exception {
    keyAndCertificate(algorithm);
    var certificate = Certificates.read(at("cert.pem")).getFirst();
    CertificateFacts facts = CertificateFacts.of(certificate);
    assertThat(facts.keyAlgorithm()).isEqualTo(name);
    assertThat(facts.namedCurve()).isEqualTo(curve);
    assertThat(facts.rsaBits()).isEqualTo(bits);
    assertThat(facts.authority()).as("openssl req -x509 makes CAs").isTrue();
    assertThat(facts.criticalDigitalSignature()).isFalse();
  }

  @Test
  void curveGivenByItsParameters_isRefused() throws Exception {
    openssl("ecparam -name P-256 -param_enc explicit -genkey -noout -out @key.pem");
    openssl("req -x509 -new -key @key.pem -subj /CN=x -days 30 -out @cert.pem");
    assertThatThrownBy(() -> Certificates.read(at("cert.pem")))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining("cannot be read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-algorithm EC -pkeyopt ec_paramgen_curve:P-256",
        "-algorithm EC -pkeyopt ec_paramgen_curve:P-384",
        "-algorithm RSA -pkeyopt rsa_keygen_bits:3072"
      })
  void signature_isAcceptedByStockOpenSsl_andTheSameEachTime(String algorithm) throws Exception {
    keyAndCertificate(algorithm);
    Signer signer = read("key.pem", "");
    byte[] signature = signer.sign(CONTENT, TIME);
    assertThat(read("key.pem", "").sign(CONTENT, TIME)).isEqualTo(signature);
    Files.write(at("p7s"), signature);
    Files.write(at("content"), CONTENT);
    openssl(
        "cms -verify -binary -inform DER -in @p7s -content @content -nointern -certfile @cert.pem"
            + " -CAfile @cert.pem -partial_chain -no-CApath -no-CAstore -purpose any -out /dev/null");
    SignerFacts facts = DetachedSignature.parse(signature).signers().getFirst();
    assertThat(DetachedSignature.verifies(facts, signer.certificate())).isTrue();
    assertThat(facts.signatureAlgorithm())
        .isIn(DetachedSignature.ECDSA_WITH_SHA256, DetachedSignature.RSA_WITH_SHA256);
  }

  @Test
  void signerNamedByItsKeyIdentifier_isRecognised() throws Exception {
    keyAndCertificate("-algorithm EC -pkeyopt ec_paramgen_curve:P-256");
    Files.write(at("content"), CONTENT);
    openssl(
        "cms -sign -binary -keyid -signer @cert.pem -inkey @key.pem -in @content -outform DER -out"
            + " @p7s");
    SignerFacts facts = DetachedSignature.parse(Files.readAllBytes(at("p7s"))).signers().getFirst();
    assertThat(DetachedSignature.names(facts, read("key.pem", "").certificate())).isTrue();
    var other = files.generate("x", Duration.ofDays(1), Optional.empty(), at("other"));
    assertThat(DetachedSignature.names(facts, other)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pkcs8 -topk8 -in @key.pem -out @form.pem -v2 aes-256-cbc -passout pass:opensesame",
        "pkcs8 -topk8 -in @key.pem -out @form.pem -scrypt -passout pass:opensesame",
        "ec -in @key.pem -out @form.pem -aes256 -passout pass:opensesame",
        "ec -in @key.pem -out @form.pem -des3 -passout pass:opensesame"
      })
  void encryptedKey_opensWithItsPassphraseOnly(String conversion) throws Exception {
    keyAndCertificate("-algorithm EC -pkeyopt ec_paramgen_curve:P-256");
    openssl(conversion);
    assertThat(read("form.pem", "opensesame").sign(CONTENT, TIME))
        .isEqualTo(read("key.pem", "").sign(CONTENT, TIME));
    assertRefused("form.pem", "opensesamf", "the passphrase does not open");
    assertRefused("form.pem", "", "is encrypted: give its passphrase");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rsa -in @key.pem -out @form.pem -traditional",
        "rsa -in @key.pem -out @form.pem -traditional -aes128 -passout pass:opensesame",
        "pkcs8 -topk8 -nocrypt -in @key.pem -out @form.pem"
      })
  void rsaKey_isReadInItsForms(String conversion) throws Exception {
    keyAndCertificate("-algorithm RSA -pkeyopt rsa_keygen_bits:3072");
    openssl(conversion);
    assertThat(read("form.pem", "opensesame").certificate().getPublicKey().getAlgorithm())
        .isEqualTo("RSA");
  }

  @Test
  void ecKeyBehindItsParameters_isRead() throws Exception {
    openssl("ecparam -name P-256 -genkey -out @key.pem");
    openssl("req -x509 -new -key @key.pem -subj /CN=x -days 30 -out @cert.pem");
    assertThat(Files.readString(at("key.pem"))).startsWith("-----BEGIN EC PARAMETERS-----");
    assertThat(read("key.pem", "").sign(CONTENT, TIME)).isNotEmpty();
  }

  @Test
  void pkcs12File_opensWithItsPassphraseOnly() throws Exception {
    keyAndCertificate("-algorithm EC -pkeyopt ec_paramgen_curve:P-256");
    openssl("pkcs12 -export -inkey @key.pem -in @cert.pem -out @key.p12 -passout pass:opensesame");
    assertThat(read("key.p12", "opensesame").sign(CONTENT, TIME))
        .isEqualTo(read("key.pem", "").sign(CONTENT, TIME));
    assertRefused("key.p12", "opensesamf", "the passphrase does not open");
    assertRefused("key.p12", "", "is encrypted: give its passphrase");
  }

  @Test
  void pkcs12FileWithoutAKey_isRefused() throws Exception {
    keyAndCertificate("-algorithm EC -pkeyopt ec_paramgen_curve:P-256");
    openssl("pkcs12 -export -nokeys -in @cert.pem -out @key.p12 -passout pass:opensesame");
    assertRefused("key.p12", "opensesame", "no private key with its certificate");
  }

  @Test
  void keyThatCannotSignBundles_isRefusedByItsKind() throws Exception {
    keyAndCertificate("-algorithm ED25519");
    assertRefused("key.pem", "", "is for EdDSA: bundles are signed with");
  }

  @Test
  void whatIsNoKey_isRefused() throws Exception {
    keyAndCertificate("-algorithm EC -pkeyopt ec_paramgen_curve:P-256");
    assertRefused("cert.pem", "", "holds no private key in PEM form");
    Files.writeString(at("text"), "no key\n");
    assertRefused("text", "", "neither a private key in PEM form nor a PKCS#12 file");
    String pem = Files.readString(at("key.pem"));
    Files.writeString(at("cut"), pem.substring(0, pem.length() / 2));
    assertRefused("cut", "", "cannot be read as a private key");
    Files.write(at("large"), new byte[Certificates.MAX_BYTES + 1]);
    assertRefused("large", "", "more than 1048576 bytes");
  }

  private void assertRefused(String key, String passphrase, String why) {
    assertThatThrownBy(() -> read(key, passphrase))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining(why)
        .hasMessageContaining(at(key).toString());
  }

  @Test
  void passphraseOutsideAscii_isTheSameForOpenSsl() throws Exception {
    String passphrase = "pässwörd ✓";
    files.generate("x", Duration.ofDays(1), Optional.of(secrets.keep(passphrase)), at("own"));
    Files.writeString(at("passphrase"), passphrase + "\n");
    openssl("pkey -in @own/signer.key -noout -passin file:@passphrase");
    String parameters = OpenSsl.run("asn1parse", "-in", at("own/signer.key").toString()).output();
    assertThat(parameters).contains("PBES2", "PBKDF2", "hmacWithSHA256", "aes-256-cbc", ":0927C0");
  }

  @Test
  void subjectFromOutside_isOneLineWithoutControlCharacters() throws Exception {
    keyAndCertificate("-algorithm EC -pkeyopt ec_paramgen_curve:P-256");
    String key = at("key.pem").toString();
    OpenSsl made =
        OpenSsl.run(
            "req",
            "-x509",
            "-new",
            "-key",
            key,
            "-utf8",
            "-days",
            "30",
            "-out",
            at("cert.pem").toString(),
            "-subj",
            "/CN=good\naccepted\u001b[2K\u009b1A\u202eend");
    assertThat(made.exitCode()).as(made.output()).isZero();
    assertThat(Certificates.subject(Certificates.read(at("cert.pem")).getFirst()))
        .isEqualTo("CN=\"good\uFFFDaccepted\uFFFD[2K\uFFFD1A\uFFFDend\"");
  }

  @Test
  void certificateFile_isReadWholeOrNotAtAll() throws Exception {
    keyAndCertificate("-algorithm EC -pkeyopt ec_paramgen_curve:P-256");
    String one = Files.readString(at("cert.pem"));
    assertThat(
            Certificates.parse("two", (one + "text\n" + one).getBytes(StandardCharsets.US_ASCII)))
        .hasSize(2);
    for (String damaged :
        new String[] {
          one + one.replace("MII", "M!I"),
          one + one.substring(0, 200),
          "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
          Files.readString(at("key.pem")),
          ""
        }) {
      assertThatThrownBy(
              () -> Certificates.parse("given.pem", damaged.getBytes(StandardCharsets.US_ASCII)))
          .isInstanceOf(UnusableKeyException.class)
          .hasMessageStartingWith("given.pem holds");
    }
  }
}
