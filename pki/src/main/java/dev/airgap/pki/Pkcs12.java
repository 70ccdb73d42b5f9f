package dev.airgap.pki;

import dev.airgap.secrets.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Optional;

/** A private key together with its certificate, as PKCS#12 (RFC 7292). */
final class Pkcs12 {
  private Pkcs12() {}

  static Signer read(String name, byte[] bytes, Optional<Secret> passphrase)
      throws UnusableKeyException {
    char[] password = passphrase.map(p -> p.reveal().toCharArray()).orElseGet(() -> new char[0]);
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(bytes), password);
      for (String alias : Collections.list(store.aliases())) {
        if (store.getKey(alias, password) instanceof PrivateKey key
            && store.getCertificate(alias) instanceof X509Certificate certificate) {
          return Signer.matched(name, key, certificate);
        }
      }
      throw new UnusableKeyException(name + " holds no private key with its certificate");
    } catch (UnrecoverableKeyException e) {
      throw wrong(name, passphrase, e);
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      if (e.getCause() instanceof UnrecoverableKeyException) {
        throw wrong(name, passphrase, e);
      }
      throw new UnusableKeyException(
          name + " is neither a private key in PEM form nor a PKCS#12 file", e);
    }
  }

  private static UnusableKeyException wrong(
      String name, Optional<Secret> passphrase, Exception cause) throws UnusableKeyException {
    Pem.required(name, passphrase);
    return Pem.wrong(name, cause);
  }
}
