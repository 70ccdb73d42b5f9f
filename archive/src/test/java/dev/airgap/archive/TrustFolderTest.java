package dev.airgap.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.archive.ForgedSignature.Profile;
import dev.airgap.pki.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustFolderTest {
  @TempDir private Path folder;
  private X509Certificate certificate;
  private Path file;
  private Path trusted;

  @BeforeEach
  void makeCertificate() throws Exception {
    certificate = ForgedSignature.of(Profile.GOOD).certificate;
    file = Files.writeString(folder.resolve("signer.pem"), Certificates.toPem(certificate));
    trusted = folder.resolve("trusted");
  }

  private static void chmod(Path path, String mode) throws Exception {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  @Test
  void missingFolder_trustsNobody() throws Exception {
    assertThat(new TrustFolder(trusted).list()).isEmpty();
  }

  @Test
  void addedCertificate_isListed() throws Exception {
    String typed = Certificates.fingerprint(certificate).replace(":", "").toLowerCase(Locale.ROOT);
    Path added = new TrustFolder(trusted).add(file, typed);
    assertThat(added).hasFileName(typed + ".pem");
    assertThat(new TrustFolder(trusted).list()).containsExactly(certificate);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(trusted)))
        .isEqualTo("rwx------");
    try (var files = Files.list(trusted)) {
      assertThat(files).containsExactly(added);
    }
  }

  @Test
  void otherFingerprint_isRefused() {
    assertThatThrownBy(() -> new TrustFolder(trusted).add(file, "00".repeat(32)))
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageContaining("has the fingerprint " + Certificates.fingerprint(certificate))
        .hasMessageContaining("not the one that was typed");
    assertThat(trusted).doesNotExist();
  }

  @Test
  void severalCertificates_areRefused() throws Exception {
    Files.writeString(file, Certificates.toPem(certificate).repeat(2));
    assertThatThrownBy(() -> new TrustFolder(trusted).add(file, ""))
        .hasMessageContaining("holds 2 certificates");
  }

  @Test
  void certificateOfACa_isRefused() throws Exception {
    Profile profile = new Profile("EC", 256, true, true, Fixture.CREATED);
    X509Certificate ca = ForgedSignature.of(profile).certificate;
    Files.writeString(file, Certificates.toPem(ca));
    assertThatThrownBy(() -> new TrustFolder(trusted).add(file, Certificates.fingerprint(ca)))
        .hasMessageContaining("only the signer's own certificate can be trusted");
  }

  @Test
  void noCertificate_isRefused() throws Exception {
    Files.writeString(file, "hello");
    assertThatThrownBy(() -> new TrustFolder(trusted).add(file, "00"))
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageContaining("holds no certificate");
  }

  @Test
  void folderOrFileThatOthersCanWrite_isRefused() throws Exception {
    TrustFolder trust = new TrustFolder(trusted);
    Path added = trust.add(file, Certificates.fingerprint(certificate));
    chmod(added, "rw-rw-r--");
    assertThatThrownBy(trust::list)
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageContaining(added + " can be written by others");
    chmod(added, "rw-r--r--");
    chmod(trusted, "rwxrwxrwx");
    assertThatThrownBy(trust::list).hasMessageContaining(trusted + " can be written by others");
  }

  @Test
  void folderBelowOneThatOthersCanChange_isRefused() throws Exception {
    Path open = Files.createDirectories(trusted.resolveSibling("open"));
    TrustFolder trust = new TrustFolder(open.resolve("trusted"));
    trust.add(file, Certificates.fingerprint(certificate));
    chmod(open, "rwxrwxrwx");
    assertThatThrownBy(trust::list)
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageContaining(open + ", above the trust folder")
        .hasMessageContaining("can be changed by others");
    Files.setAttribute(open, "unix:mode", 01777);
    assertThat(trust.list()).containsExactly(certificate);
  }

  @Test
  void link_isRefused() throws Exception {
    TrustFolder trust = new TrustFolder(trusted);
    trust.add(file, Certificates.fingerprint(certificate));
    Files.createSymbolicLink(trusted.resolve("more.pem"), file);
    assertThatThrownBy(trust::list).hasMessageContaining("is a link");
  }
}
