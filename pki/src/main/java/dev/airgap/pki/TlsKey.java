package dev.airgap.pki;

import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.Optional;

/** The private key of a TLS server or of the CA that signs for it. */
public final class TlsKey {
  private TlsKey() {}

  /**
   * Reads PKCS#8, SEC1 or PKCS#1 in PEM, and gives it back as PKCS#8 in PEM without whatever else
   * stood there.
   *
   * @param name what messages shall call it
   * @param certificate that it must belong to
   * @throws UnusableKeyException also where it has a passphrase, with the line that takes it away
   */
  public static Secret matched(
      String name, Secret pem, X509Certificate certificate, RunSecrets secrets)
      throws UnusableKeyException {
    return secrets.keep(Pem.ofKey(privateKey(name, pem, certificate), Optional.empty()));
  }

  static PrivateKey privateKey(String name, Secret pem, X509Certificate certificate)
      throws UnusableKeyException {
    if (pem.reveal().contains("ENCRYPTED")) {
      throw new UnusableKeyException(
          name
              + " has a passphrase, and nobody could type it in the cluster: `(umask 077; openssl pkey -in KEY -out open.key)` asks for it and writes the key without; name that file instead");
    }
    PrivateKey key = Pem.readKey(name, pem.reveal(), Optional.empty());
    if (!(key instanceof RSAKey) && !(key instanceof ECKey)) {
      throw new UnusableKeyException(
          "%s is for %s, which browsers do not take: make one for EC P-256 or RSA"
              .formatted(name, key.getAlgorithm()));
    }
    if (!Signer.belongs(key, certificate)) {
      throw new UnusableKeyException(
          "%s does not belong to the certificate of %s: `openssl pkey -in KEY -pubout` and `openssl x509 -in CERT -noout -pubkey` must print the same"
              .formatted(name, Certificates.subject(certificate)));
    }
    return key;
  }
}
