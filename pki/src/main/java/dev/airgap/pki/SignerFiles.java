package dev.airgap.pki;

import dev.airgap.secrets.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** Makes, writes and reads a signer's key and certificate. */
public final class SignerFiles {
  private final Clock clock;

  public SignerFiles(Clock clock) {
    this.clock = clock;
  }

  /**
   * Makes an EC P-256 key and its self-signed certificate (CA:FALSE, critical digitalSignature, EKU
   * codeSigning) and writes {@code signer.key} (mode 0600, PKCS#8, PBES2 if a passphrase is given)
   * and {@code signer.pem} into the folder; existing files are never overwritten.
   *
   * @throws UnusableNameException if no certificate can carry the name; nothing is written then
   */
  public X509Certificate generate(
      String commonName, Duration validity, Optional<Secret> passphrase, Path folder)
      throws IOException {
    X500Name name = Issuing.commonName(commonName);
    Path keyFile = folder.resolve("signer.key");
    Path certificateFile = folder.resolve("signer.pem");
    Files.createDirectories(folder);
    refuseExisting(keyFile);
    refuseExisting(certificateFile);
    KeyPair key = Issuing.newKey();
    X509Certificate certificate = selfSigned(name, key, validity);
    writeNew(keyFile, Pem.ofKey(key.getPrivate(), passphrase), "rw-------");
    writeNew(certificateFile, Certificates.toPem(certificate), "rw-r--r--");
    return certificate;
  }

  private static void refuseExisting(Path file) throws FileAlreadyExistsException {
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
  }

  /** The mode is there from the first byte on. */
  private static void writeNew(Path file, String text, String mode) throws IOException {
    try (var channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)))) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  private X509Certificate selfSigned(X500Name name, KeyPair key, Duration validity)
      throws IOException {
    var certificate = Issuing.begin(name, name, key, clock.instant(), validity);
    certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    certificate.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    certificate.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning));
    return Issuing.end(certificate, key.getPrivate());
  }

  /** Whether a passphrase is needed to read this key: a PKCS#12 file, or a PEM that says so. */
  public static boolean isProtected(Path key) throws IOException, UnusableKeyException {
    String text = new String(Certificates.bytes(key, "key"), StandardCharsets.ISO_8859_1);
    return !text.contains("-----BEGIN") || text.contains("ENCRYPTED");
  }

  /**
   * Reads a PEM key (or a PKCS#12 file holding both) and the certificate that belongs to it, at
   * most 1 MiB each. Only EC and RSA keys can sign; whether their size will do is for a policy.
   */
  public Signer read(Path key, Optional<Path> certificate, Optional<Secret> passphrase)
      throws IOException, UnusableKeyException {
    byte[] bytes = Certificates.bytes(key, "key");
    if (!new String(bytes, StandardCharsets.ISO_8859_1).contains("-----BEGIN")) {
      return Pkcs12.read(key.toString(), bytes, passphrase);
    }
    PrivateKey privateKey =
        Pem.readKey(key.toString(), new String(bytes, StandardCharsets.US_ASCII), passphrase);
    Path certificateFile =
        certificate.orElseThrow(
            () -> new UnusableKeyException("give the certificate of " + key + " with --cert"));
    return Signer.matched(
        key.toString(), privateKey, Certificates.read(certificateFile).getFirst());
  }
}
