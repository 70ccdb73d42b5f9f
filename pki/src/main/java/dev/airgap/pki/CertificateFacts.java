package dev.airgap.pki;

import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * What a policy asks of a signer's certificate.
 *
 * @param keyAlgorithm {@code EC}, {@code RSA}, or the JDK's name of another
 * @param namedCurve object identifier of an EC key's named curve; empty for others and for curves
 *     that are given by their parameters
 * @param rsaBits an RSA key's modulus in bits, else 0
 * @param criticalDigitalSignature whether keyUsage is there, critical, and has digitalSignature
 * @param authority whether basicConstraints says CA:TRUE
 */
public record CertificateFacts(
    String keyAlgorithm,
    String namedCurve,
    int rsaBits,
    boolean criticalDigitalSignature,
    boolean authority) {
  public static final String P256 = "1.2.840.10045.3.1.7";
  public static final String P384 = "1.3.132.0.34";
  private static final String KEY_USAGE = "2.5.29.15";

  public static CertificateFacts of(X509Certificate certificate) {
    boolean[] usage = certificate.getKeyUsage();
    boolean critical =
        certificate.getCriticalExtensionOIDs() != null
            && certificate.getCriticalExtensionOIDs().contains(KEY_USAGE);
    return new CertificateFacts(
        certificate.getPublicKey().getAlgorithm(),
        curve(certificate),
        certificate.getPublicKey() instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : 0,
        critical && usage != null && usage[0],
        certificate.getBasicConstraints() >= 0);
  }

  private static String curve(X509Certificate certificate) {
    if (!(certificate.getPublicKey() instanceof ECPublicKey)) {
      return "";
    }
    var parameters =
        SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded())
            .getAlgorithm()
            .getParameters();
    return parameters instanceof ASN1ObjectIdentifier named ? named.getId() : "";
  }
}
