package dev.airgap.pki;

import dev.airgap.secrets.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import javax.crypto.spec.PBEParameterSpec;

/**
 * A CA with its key in a PKCS#12 file (RFC 7292) that only its owner may read; the key is encrypted
 * with AES-256, its key derived by 600,000 rounds of PBKDF2 with HMAC-SHA-256.
 */
public record AuthorityFile(Path file, Secret passphrase) {
  private static final String KEY_ENCRYPTION = "PBEWithHmacSHA256AndAES_256";
  private static final int ITERATIONS = 600_000;
  private static final int SALT_BYTES = 20;
  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  /**
   * Empty if there is no such file.
   *
   * @throws UnusableKeyException also where the passphrase does not open it, where it holds no CA,
   *     and where others may read or write it
   */
  public Optional<CertificateAuthority> read() throws IOException, UnusableKeyException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    byte[] bytes = Certificates.bytes(file, "PKCS#12");
    boolean posix = Files.getFileStore(file).supportsFileAttributeView("posix");
    if (posix && Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains)) {
      throw new UnusableKeyException(
          "others on this machine may read or write %s, which holds the CA's key: take that right away (chmod 600 %s)"
              .formatted(file, file));
    }
    Signer kept = Pkcs12.read(file.toString(), bytes, Optional.of(passphrase));
    if (kept.certificate().getBasicConstraints() < 0) {
      throw new UnusableKeyException(
          "%s holds the certificate of %s, which is no CA's (basicConstraints): name the file that this program wrote"
              .formatted(file, Certificates.subject(kept.certificate())));
    }
    return Optional.of(CertificateAuthority.of(kept));
  }

  /**
   * Writes the file, whole or not at all.
   *
   * @throws FileAlreadyExistsException a CA's key is never overwritten
   */
  public void write(CertificateAuthority authority) throws IOException {
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    byte[] bytes = encrypted(authority);
    Path folder = file.toAbsolutePath().normalize().getParent();
    Path part =
        Files.createTempFile(
            folder,
            "." + file.getFileName(),
            ".part",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private byte[] encrypted(CertificateAuthority authority) throws IOException {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    char[] password = passphrase.reveal().toCharArray();
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setEntry(
          "ca",
          new KeyStore.PrivateKeyEntry(
              authority.key(), new Certificate[] {authority.certificate()}),
          new KeyStore.PasswordProtection(
              password, KEY_ENCRYPTION, new PBEParameterSpec(salt, ITERATIONS)));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      store.store(bytes, password);
      return bytes.toByteArray();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has PKCS#12 with AES-256", e);
    }
  }
}
