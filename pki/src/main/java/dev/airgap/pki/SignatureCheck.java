package dev.airgap.pki;

import dev.airgap.pki.DetachedSignature.SignatureBytes;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.ProviderException;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;

/** The three questions that a signature answers; each answer is no where anything is odd. */
final class SignatureCheck {
  private SignatureCheck() {}

  static boolean verifies(SignatureBytes signature, X509Certificate certificate) {
    if (signature.signedAttributesDer().isEmpty()) {
      return false;
    }
    try {
      boolean ec = certificate.getPublicKey().getAlgorithm().equals("EC");
      Signature check = Signature.getInstance(ec ? "SHA256withECDSA" : "SHA256withRSA");
      check.initVerify(certificate.getPublicKey());
      check.update(signature.signedAttributesDer().get());
      return check.verify(signature.value());
    } catch (GeneralSecurityException | ProviderException e) {
      return false;
    }
  }

  static boolean covers(Optional<byte[]> messageDigest, byte[] content) {
    return messageDigest.isPresent()
        && MessageDigest.isEqual(messageDigest.get(), Certificates.sha256(content));
  }

  static boolean names(SignatureBytes signature, X509Certificate certificate) {
    try {
      SignerIdentifier named =
          SignerIdentifier.getInstance(
              ASN1Primitive.fromByteArray(signature.signerIdentifierDer()));
      return named.getId() instanceof ASN1OctetString key
          ? isKeyIdentifier(key, certificate)
          : isIssuerAndSerial(IssuerAndSerialNumber.getInstance(named.getId()), certificate);
    } catch (IOException | CertificateEncodingException | RuntimeException e) {
      // The library answers hostile bytes with whatever comes to its mind, ClassCastException too.
      return false;
    }
  }

  private static boolean isKeyIdentifier(ASN1OctetString key, X509Certificate certificate)
      throws CertificateEncodingException {
    Extension own =
        new JcaX509CertificateHolder(certificate).getExtension(Extension.subjectKeyIdentifier);
    return own != null
        && Arrays.equals(
            SubjectKeyIdentifier.getInstance(own.getParsedValue()).getKeyIdentifier(),
            key.getOctets());
  }

  private static boolean isIssuerAndSerial(IssuerAndSerialNumber named, X509Certificate certificate)
      throws IOException {
    return named.getSerialNumber().getValue().equals(certificate.getSerialNumber())
        && Arrays.equals(
            named.getName().getEncoded("DER"), certificate.getIssuerX500Principal().getEncoded());
  }
}
