package dev.airgap.pki;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** A private key with its certificate; it never prints the key. */
public final class Signer {
  private final PrivateKey key;
  private final X509Certificate certificate;

  Signer(PrivateKey key, X509Certificate certificate) {
    this.key = key;
    this.certificate = certificate;
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /**
   * A detached CMS SignedData over the content, DER, as {@code bundle-format} accepts it; with
   * deterministic nonces (RFC 6979), so that the same input gives the same bytes.
   */
  public byte[] sign(byte[] content, Instant signingTime) {
    throw new UnsupportedOperationException("not yet " + key.getAlgorithm());
  }
}
