package dev.airgap.pki;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** What all certificates that we make have in common: EC P-256, random serials, SHA-256. */
final class Issuing {
  /** Clocks of a site differ: a certificate is valid a little before it was made. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  /** X.520 allows a common name of at most 64 characters. */
  static final int MAX_COMMON_NAME = 64;

  private static final int SERIAL_BITS = 127;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Issuing() {}

  static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("P-256 is always there", e);
    }
  }

  /**
   * @throws UnusableNameException if X.520 does not allow it, or if it would not show as it is
   */
  static X500Name commonName(String name) {
    int length = name.codePointCount(0, name.length());
    if (name.isBlank() || length > MAX_COMMON_NAME) {
      throw new UnusableNameException(
          "a certificate's name has 1 to %d characters, and this one has %d: give another name"
              .formatted(MAX_COMMON_NAME, length));
    }
    if (Certificates.UNSHOWN.matcher(name).find()) {
      throw new UnusableNameException(
          "the name '%s' has line feeds or other control characters, which a certificate's name may not have"
              .formatted(Certificates.shown(name)));
    }
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
  }

  static X509v3CertificateBuilder begin(
      X500Name issuer, X500Name subject, KeyPair key, Instant now, Duration validity) {
    Instant second = now.truncatedTo(ChronoUnit.SECONDS);
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1),
        Date.from(second.minus(SKEW)),
        Date.from(second.plus(validity)),
        subject,
        key.getPublic());
  }

  static X509Certificate end(X509v3CertificateBuilder certificate, PrivateKey issuerKey) {
    try {
      var signer = new JcaContentSignerBuilder(algorithm(issuerKey)).build(issuerKey);
      return new JcaX509CertificateConverter().getCertificate(certificate.build(signer));
    } catch (OperatorCreationException | CertificateException e) {
      throw new IllegalStateException("an EC or RSA key can always sign", e);
    }
  }

  static String algorithm(PrivateKey key) {
    return key instanceof RSAKey ? "SHA256withRSA" : "SHA256withECDSA";
  }
}
