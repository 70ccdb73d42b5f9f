package dev.airgap.pki;

import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.io.IOException;
import java.security.KeyPair;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A new EC P-256 key and the request (PKCS#10, RFC 2986) that a CA signs for it, with the
 * extensions that a server's certificate needs.
 *
 * @param keyPem PKCS#8
 */
public record CertificateRequest(Secret keyPem, String requestPem) {
  /** For one DNS name. */
  public static CertificateRequest make(String host, RunSecrets secrets) {
    KeyPair key = Issuing.newKey();
    X500Name subject =
        Issuing.commonName(host.length() <= Issuing.MAX_COMMON_NAME ? host : "zenml server");
    try {
      var request =
          new JcaPKCS10CertificationRequestBuilder(subject, key.getPublic())
              .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions(host))
              .build(
                  new JcaContentSignerBuilder(Issuing.algorithm(key.getPrivate()))
                      .build(key.getPrivate()));
      return new CertificateRequest(
          secrets.keep(Pem.ofKey(key.getPrivate(), Optional.empty())),
          Pem.of("CERTIFICATE REQUEST", request.getEncoded()));
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException("an EC key of ours can always sign", e);
    }
  }

  private static Extensions extensions(String host) throws IOException {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    extensions.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
    extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    extensions.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    return extensions.generate();
  }
}
