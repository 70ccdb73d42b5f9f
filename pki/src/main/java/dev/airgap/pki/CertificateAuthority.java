package dev.airgap.pki;

import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * A site's internal CA: EC P-256, pathlen 0, EKU serverAuth, critical name constraints (one DNS
 * domain permitted, all IP addresses excluded).
 */
public final class CertificateAuthority {
  private final PrivateKey key;
  private final X509Certificate certificate;

  CertificateAuthority(PrivateKey key, X509Certificate certificate) {
    this.key = key;
    this.certificate = certificate;
  }

  public static CertificateAuthority create(
      String commonName, String domain, Duration validity, Clock clock) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Takes up a CA again from its PEM forms. */
  public static CertificateAuthority of(Secret keyPem, String certificatePem)
      throws UnusableKeyException {
    throw new UnsupportedOperationException("not yet");
  }

  public X509Certificate certificate() {
    return certificate;
  }

  public Secret keyPem(RunSecrets secrets) {
    throw new UnsupportedOperationException("not yet " + key.getAlgorithm());
  }

  /** A server certificate for these DNS names; the first is also the common name if it fits. */
  public ServerCertificate issue(
      List<String> hosts, Duration validity, Clock clock, RunSecrets secrets) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * A key (PKCS#8 PEM) and its chain, leaf first, as a {@code kubernetes.io/tls} secret has them.
   */
  public record ServerCertificate(X509Certificate leaf, String chainPem, Secret keyPem) {}
}
