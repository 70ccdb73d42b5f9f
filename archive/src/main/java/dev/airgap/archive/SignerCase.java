package dev.airgap.archive;

import dev.airgap.pki.CertificateFacts;
import dev.airgap.pki.DetachedSignature;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** What is judged of the trusted certificate whose key made the signature. */
record SignerCase(
    X509Certificate certificate,
    DetachedSignature.SignerFacts signer,
    Instant now,
    boolean acceptExpired) {

  CertificateFacts facts() {
    return CertificateFacts.of(certificate);
  }

  boolean isEcdsa() {
    return signer.signatureAlgorithm().equals(DetachedSignature.ECDSA_WITH_SHA256);
  }

  /** Stock openssl looks for the certificate by this name, and finds no other. */
  boolean isNamed() {
    return DetachedSignature.names(signer, certificate);
  }

  boolean isBeforeStart() {
    return now.isBefore(certificate.getNotBefore().toInstant());
  }

  boolean isPastEnd() {
    return now.isAfter(certificate.getNotAfter().toInstant());
  }
}
