package dev.airgap.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** What a TLS client shows to a server that asks who it is; it never prints the key. */
public final class TlsIdentity {
  private final KeyManagerFactory keys;

  private TlsIdentity(KeyManagerFactory keys) {
    this.keys = keys;
  }

  /**
   * @param chain PEM, the client's own certificate first
   * @param key PEM, RSA or EC, without a passphrase; refused if everybody on the machine may read
   *     it
   * @throws UnusableKeyException also where key and certificate do not belong together
   */
  public static TlsIdentity read(Path chain, Path key) throws IOException, UnusableKeyException {
    String pem = new String(Certificates.bytes(key, "key"), StandardCharsets.US_ASCII);
    requireUnreadable(key);
    PrivateKey privateKey = Pem.readKey(key.toString(), pem, Optional.empty());
    List<X509Certificate> certificates = Certificates.read(chain);
    Signer.matched(key.toString(), privateKey, certificates.getFirst());
    try {
      return new TlsIdentity(keys(privateKey, certificates.toArray(new Certificate[0])));
    } catch (GeneralSecurityException e) {
      throw new UnusableKeyException(
          "%s and %s cannot be used for TLS: %s".formatted(chain, key, e.getMessage()), e);
    }
  }

  private static void requireUnreadable(Path key) throws IOException, UnusableKeyException {
    boolean posix = Files.getFileStore(key).supportsFileAttributeView("posix");
    if (posix && Files.getPosixFilePermissions(key).contains(PosixFilePermission.OTHERS_READ)) {
      throw new UnusableKeyException(
          "the key %s may be read by everybody on this machine: take that right away (chmod o= %s)"
              .formatted(key, key));
    }
  }

  private static KeyManagerFactory keys(PrivateKey key, Certificate[] chain)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("client", key, new char[0], chain);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    return keys;
  }

  /** For an SSLContext. */
  public KeyManager[] keyManagers() {
    return keys.getKeyManagers();
  }
}
