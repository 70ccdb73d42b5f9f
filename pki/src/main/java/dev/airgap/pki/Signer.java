package dev.airgap.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAttributeTableGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** A private key with its certificate; it never prints the key. */
public final class Signer {
  private static final byte[] PROBE = {1, 2, 3};

  private final PrivateKey key;
  private final X509Certificate certificate;

  private Signer(PrivateKey key, X509Certificate certificate) {
    this.key = key;
    this.certificate = certificate;
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /** A signer whose key is fit to sign and belongs to the certificate. */
  static Signer matched(String name, PrivateKey key, X509Certificate certificate)
      throws UnusableKeyException {
    if (!(key instanceof RSAKey) && !(key instanceof ECKey)) {
      throw new UnusableKeyException(
          "the key %s is for %s: bundles are signed with EC P-256 or P-384, or RSA"
              .formatted(name, key.getAlgorithm()));
    }
    if (!belongs(key, certificate)) {
      throw new UnusableKeyException(
          "the certificate %s does not belong to the key %s"
              .formatted(Certificates.fingerprint(certificate), name));
    }
    return new Signer(key, certificate);
  }

  PrivateKey key() {
    return key;
  }

  /** Whether what an RSA or EC key signs, the certificate verifies. */
  static boolean belongs(PrivateKey key, X509Certificate certificate) {
    try {
      String algorithm = key instanceof RSAKey ? "SHA256withRSA" : "SHA256withECDSA";
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(PROBE);
      byte[] value = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(PROBE);
      return signature.verify(value);
    } catch (GeneralSecurityException | ProviderException e) {
      return false;
    }
  }

  /**
   * A detached CMS SignedData (RFC 5652) over the content, DER, as the bundle format accepts it:
   * one SignerInfo with contentType, messageDigest and signingTime, SHA-256, and the signer's
   * certificate. With deterministic nonces (RFC 6979), so that the same input gives the same bytes.
   */
  public byte[] sign(byte[] content, Instant signingTime) {
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(
          new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
              .setSignedAttributeGenerator(attributes(signingTime))
              .build(new DeterministicSigner(key), certificate));
      generator.addCertificates(new JcaCertStore(List.of(certificate)));
      return generator
          .generate(new CMSProcessableByteArray(content), false)
          .toASN1Structure()
          .getEncoded("DER");
    } catch (CMSException
        | IOException
        | CertificateEncodingException
        | OperatorCreationException e) {
      throw new IllegalStateException("signing in memory with a key that matches cannot fail", e);
    }
  }

  /** Exactly three attributes; the library adds algorithm protection, which the format forbids. */
  private static CMSAttributeTableGenerator attributes(Instant signingTime) {
    Attribute time =
        new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(signingTime))));
    CMSAttributeTableGenerator standard =
        new DefaultSignedAttributeTableGenerator(new AttributeTable(new DERSet(time)));
    return parameters ->
        standard.getAttributes(parameters).remove(CMSAttributes.cmsAlgorithmProtect);
  }
}
