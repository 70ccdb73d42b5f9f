package dev.airgap.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** What a TLS server shows to its clients. */
public final class ServerIdentity {
  private ServerIdentity() {}

  /**
   * @param chain PEM, the server's own certificate first
   * @param key PEM, without a passphrase
   */
  public static SSLContext read(Path chain, Path key) throws IOException, UnusableKeyException {
    String pem = new String(Certificates.bytes(key, "key"), StandardCharsets.US_ASCII);
    PrivateKey privateKey = Pem.readKey(key.toString(), pem, Optional.empty());
    Certificate[] certificates = Certificates.read(chain).toArray(new Certificate[0]);
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", privateKey, new char[0], certificates);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new UnusableKeyException(
          "%s and %s cannot be used for TLS: %s".formatted(chain, key, e.getMessage()), e);
    }
  }
}
