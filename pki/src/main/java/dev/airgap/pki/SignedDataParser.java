package dev.airgap.pki;

import dev.airgap.manifest.Limits;
import dev.airgap.pki.DetachedSignature.SignatureBytes;
import dev.airgap.pki.DetachedSignature.SignerFacts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;

/** Reads the facts of a SignedData; whatever the library stumbles over is one exception of ours. */
final class SignedDataParser {
  private SignedDataParser() {}

  static DetachedSignature parse(byte[] der) throws MalformedSignatureException {
    if (der.length > Limits.SIGNATURE_BYTES) {
      throw new MalformedSignatureException(
          "it has more than %d bytes".formatted(Limits.SIGNATURE_BYTES));
    }
    ByteArrayInputStream bytes = new ByteArrayInputStream(der);
    try (ASN1InputStream input = new ASN1InputStream(bytes, der.length)) {
      ASN1Primitive value = input.readObject();
      if (value == null) {
        throw new MalformedSignatureException("it is empty");
      }
      int trailing = bytes.available();
      boolean canonical =
          Arrays.equals(value.getEncoded("DER"), Arrays.copyOf(der, der.length - trailing));
      ContentInfo content = ContentInfo.getInstance(value);
      if (!CMSObjectIdentifiers.signedData.equals(content.getContentType())) {
        throw new MalformedSignatureException("it is no CMS SignedData");
      }
      return facts(trailing, canonical, SignedData.getInstance(content.getContent()));
    } catch (IOException | RuntimeException e) {
      throw new MalformedSignatureException("it is no CMS SignedData in DER", e);
    }
  }

  private static DetachedSignature facts(int trailing, boolean canonical, SignedData data)
      throws IOException {
    List<SignerFacts> signers = new ArrayList<>();
    for (ASN1Encodable signer : data.getSignerInfos()) {
      signers.add(signer(SignerInfo.getInstance(signer)));
    }
    return new DetachedSignature(
        trailing,
        canonical,
        data.getEncapContentInfo().getContentType().getId(),
        data.getEncapContentInfo().getContent() != null,
        elements(data.getDigestAlgorithms())
            .map(algorithm -> AlgorithmIdentifier.getInstance(algorithm).getAlgorithm().getId())
            .toList(),
        certificates(data.getCertificates()),
        data.getCRLs() != null,
        signers);
  }

  private static List<String> certificates(@Nullable ASN1Set certificates) throws IOException {
    List<String> fingerprints = new ArrayList<>();
    if (certificates != null) {
      for (ASN1Encodable certificate : certificates) {
        fingerprints.add(fingerprint(certificate.toASN1Primitive().getEncoded("DER")));
      }
    }
    return fingerprints;
  }

  private static String fingerprint(byte[] der) {
    try {
      return Certificates.fingerprint(Certificates.ofDerOrPem(der));
    } catch (CertificateException e) {
      return "unreadable";
    }
  }

  private static SignerFacts signer(SignerInfo info) throws IOException {
    ASN1Set signed = info.getAuthenticatedAttributes();
    List<Attribute> attributes =
        signed == null ? List.of() : elements(signed).map(Attribute::getInstance).toList();
    ASN1Set unsigned = info.getUnauthenticatedAttributes();
    return new SignerFacts(
        info.getDigestAlgorithm().getAlgorithm().getId(),
        info.getDigestEncryptionAlgorithm().getAlgorithm().getId(),
        attributes.stream().map(attribute -> attribute.getAttrType().getId()).toList(),
        unsigned == null ? 0 : unsigned.size(),
        value(attributes, DetachedSignature.SIGNING_TIME).flatMap(SignedDataParser::instant),
        value(attributes, DetachedSignature.MESSAGE_DIGEST)
            .map(digest -> ASN1OctetString.getInstance(digest).getOctets()),
        value(attributes, DetachedSignature.CONTENT_TYPE)
            .map(type -> ASN1ObjectIdentifier.getInstance(type).getId()),
        new SignatureBytes(
            info.getEncryptedDigest().getOctets(),
            signed == null ? Optional.empty() : Optional.of(signed.getEncoded("DER")),
            info.getSID().getEncoded("DER")));
  }

  private static Stream<ASN1Encodable> elements(ASN1Set set) {
    return Arrays.stream(set.toArray());
  }

  /** The value of the only attribute of that type with the only value. */
  private static Optional<ASN1Encodable> value(List<Attribute> attributes, String type) {
    List<Attribute> found =
        attributes.stream().filter(a -> a.getAttrType().getId().equals(type)).toList();
    return found.size() == 1 && found.getFirst().getAttrValues().size() == 1
        ? Optional.of(found.getFirst().getAttrValues().getObjectAt(0))
        : Optional.empty();
  }

  /** The library reads times without seconds or with a zone; DER has one spelling per instant. */
  private static Optional<Instant> instant(ASN1Encodable time) {
    try {
      Instant read = Time.getInstance(time).getDate().toInstant();
      return new Time(Date.from(read)).toASN1Primitive().equals(time.toASN1Primitive())
          ? Optional.of(read)
          : Optional.empty();
    } catch (IllegalArgumentException | IllegalStateException e) {
      return Optional.empty();
    }
  }
}
