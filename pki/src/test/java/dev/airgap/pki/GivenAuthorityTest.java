package dev.airgap.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Authorities and keys that openssl makes, and those that it reads. */
final class GivenAuthorityTest {
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir private Path folder = Path.of("");
  private final RunSecrets secrets = new RunSecrets();
  private final Secret passphrase = secrets.keep("correct horse battery staple");

  private Path at(String name) {
    return folder.resolve(name);
  }

  private String openssl(String... arguments) throws Exception {
    OpenSsl run = OpenSsl.run(arguments);
    assertThat(run.exitCode()).as(run.output()).isZero();
    return run.output();
  }

  private void root(String... key) throws Exception {
    List<String> command = new ArrayList<>(List.of("req", "-x509", "-nodes", "-newkey"));
    command.addAll(List.of(key));
    command.addAll(List.of("-subj", "/O=Corp/CN=root", "-days", "90"));
    command.addAll(List.of("-addext", "keyUsage=critical,keyCertSign,cRLSign"));
    command.addAll(List.of("-keyout", at("ca.key").toString(), "-out", at("ca.pem").toString()));
    openssl(command.toArray(String[]::new));
  }

  private Secret key(String file) throws Exception {
    return secrets.keep(Files.readString(at(file)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rsa:2048",
        "ec -pkeyopt ec_paramgen_curve:P-256",
        "ec -pkeyopt ec_paramgen_curve:P-384"
      })
  void whatAGivenAuthorityIssues_isAcceptedByOpenssl(String kind) throws Exception {
    root(kind.split(" "));
    CertificateAuthority authority =
        CertificateAuthority.given("key", key("ca.key"), Certificates.read(at("ca.pem")));
    var made = authority.issue(List.of("a.test"), Duration.ofDays(397), CLOCK, secrets);
    Files.writeString(at("leaf.pem"), made.chainPem());
    assertThat(
            openssl(
                "verify",
                "-x509_strict",
                "-purpose",
                "sslserver",
                "-verify_hostname",
                "a.test",
                "-CAfile",
                at("ca.pem").toString(),
                at("leaf.pem").toString()))
        .contains(": OK");
    assertThat(made.leaf().getNotAfter())
        .as("ends with its authority")
        .isBeforeOrEqualTo(authority.certificate().getNotAfter());
  }

  @Test
  void aKey_isReadInEachForm_andBelongsToItsCertificateAlone() throws Exception {
    root("ec", "-pkeyopt", "ec_paramgen_curve:P-256");
    var certificate = Certificates.read(at("ca.pem")).getFirst();
    openssl("ec", "-in", at("ca.key").toString(), "-out", at("sec1.key").toString());
    assertThat(Files.readString(at("sec1.key"))).contains("BEGIN EC PRIVATE KEY");
    assertThat(TlsKey.matched("k", key("ca.key"), certificate, secrets).reveal())
        .isEqualTo(Files.readString(at("ca.key")));
    assertThat(TlsKey.matched("k", key("sec1.key"), certificate, secrets).reveal())
        .startsWith("-----BEGIN PRIVATE KEY-----");
    openssl("genrsa", "-traditional", "-out", at("other.key").toString(), "2048");
    assertThatThrownBy(() -> TlsKey.matched("the key", key("other.key"), certificate, secrets))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining("the key does not belong to the certificate of CN=root, O=Corp");
    assertThatThrownBy(() -> TlsKey.matched("the key", key("ca.pem"), certificate, secrets))
        .hasMessageContaining("the key holds no private key in PEM form");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pkcs8 -topk8 -v2 aes256", "ec -aes256"})
  void aKeyWithAPassphrase_isRefused_andTheLineThatIsSaidTakesItAway(String how) throws Exception {
    root("ec", "-pkeyopt", "ec_paramgen_curve:P-256");
    var certificate = Certificates.read(at("ca.pem")).getFirst();
    List<String> command = new ArrayList<>(List.of(how.split(" ")));
    command.addAll(List.of("-in", at("ca.key").toString(), "-out", at("closed.key").toString()));
    command.addAll(List.of("-passout", "pass:geheim"));
    openssl(command.toArray(String[]::new));
    assertThatThrownBy(() -> TlsKey.matched("tls.key", key("closed.key"), certificate, secrets))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining("tls.key has a passphrase")
        .hasMessageContaining("openssl pkey -in KEY -out open.key");
    openssl(
        "pkey",
        "-in",
        at("closed.key").toString(),
        "-out",
        at("open.key").toString(),
        "-passin",
        "pass:geheim");
    assertThat(TlsKey.matched("k", key("open.key"), certificate, secrets).reveal())
        .contains("PRIVATE KEY");
  }

  @Test
  void aRequest_isSignedByTheLineThatIsSaid_andKeepsItsHost() throws Exception {
    root("rsa:2048");
    CertificateRequest request = CertificateRequest.make("a.corp.test", secrets);
    Files.writeString(at("a.csr"), request.requestPem());
    assertThat(openssl("req", "-verify", "-noout", "-text", "-in", at("a.csr").toString()))
        .contains("DNS:a.corp.test", "TLS Web Server Authentication", "prime256v1");
    openssl(
        "x509",
        "-req",
        "-in",
        at("a.csr").toString(),
        "-CA",
        at("ca.pem").toString(),
        "-CAkey",
        at("ca.key").toString(),
        "-sha256",
        "-days",
        "397",
        "-copy_extensions",
        "copy",
        "-out",
        at("a.crt").toString());
    var signed = Certificates.read(at("a.crt")).getFirst();
    assertThat(signed.getSubjectAlternativeNames().toString()).contains("a.corp.test");
    assertThat(TlsKey.matched("k", request.keyPem(), signed, secrets).reveal())
        .isEqualTo(request.keyPem().reveal());
  }

  @Test
  void anAuthorityInAFile_isOpenedByOpenssl_withItsPassphraseAlone() throws Exception {
    CertificateAuthority made =
        CertificateAuthority.create("x", "corp.test", Duration.ofDays(9), CLOCK);
    AuthorityFile file = new AuthorityFile(at("ca.p12"), passphrase);
    assertThat(file.read()).isEmpty();
    file.write(made);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(at("ca.p12"))))
        .isEqualTo("rw-------");
    assertThat(folder.toFile().list()).containsExactly("ca.p12");
    String told =
        openssl(
            "pkcs12",
            "-in",
            at("ca.p12").toString(),
            "-info",
            "-noenc",
            "-passin",
            "pass:" + passphrase.reveal());
    assertThat(told)
        .contains(
            "Shrouded Keybag: PBES2, PBKDF2, AES-256-CBC, Iteration 600000, PRF hmacWithSHA256")
        .contains("Certificate bag");
    assertThat(file.read().orElseThrow().certificate()).isEqualTo(made.certificate());
    assertThat(file.read().orElseThrow().domain()).contains("corp.test");
    assertThatThrownBy(() -> new AuthorityFile(at("ca.p12"), secrets.keep("wrong-word")).read())
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining("the passphrase does not open")
        .hasMessageNotContaining("wrong-word");
    assertThatThrownBy(() -> file.write(made)).isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void anAuthorityInAFile_thatOthersMayRead_isRefused() throws Exception {
    AuthorityFile file = new AuthorityFile(at("ca.p12"), passphrase);
    file.write(CertificateAuthority.create("x", "corp.test", Duration.ofDays(9), CLOCK));
    Files.setPosixFilePermissions(at("ca.p12"), PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(file::read)
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining("chmod 600");
    Files.setPosixFilePermissions(at("ca.p12"), PosixFilePermissions.fromString("rw-------"));
    Files.writeString(at("ca.p12"), "garbage");
    assertThatThrownBy(file::read).isInstanceOf(UnusableKeyException.class);
  }

  @Test
  void aFile_thatOpensslMade_isTaken_ifItIsAnAuthoritys() throws Exception {
    root("ec", "-pkeyopt", "ec_paramgen_curve:P-256");
    openssl(
        "pkcs12",
        "-export",
        "-in",
        at("ca.pem").toString(),
        "-inkey",
        at("ca.key").toString(),
        "-certpbe",
        "AES-256-CBC",
        "-keypbe",
        "AES-256-CBC",
        "-macalg",
        "sha256",
        "-out",
        at("moved.p12").toString(),
        "-passout",
        "pass:" + passphrase.reveal());
    Files.setPosixFilePermissions(at("moved.p12"), PosixFilePermissions.fromString("rw-------"));
    assertThat(new AuthorityFile(at("moved.p12"), passphrase).read()).isPresent();
  }

  @Test
  void limits_areThoseOfTheCertificate() {
    var limited =
        CertificateAuthority.create("x", "corp.test", Duration.ofDays(9), CLOCK).certificate();
    assertThat(NameLimits.permit(limited, "a.corp.test")).isTrue();
    assertThat(NameLimits.permit(limited, "corp.test")).isTrue();
    assertThat(NameLimits.permit(limited, "acorp.test")).isFalse();
    assertThat(NameLimits.permit(limited, "*.corp.test")).isTrue();
  }
}
