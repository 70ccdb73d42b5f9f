package dev.airgap.pki;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The facts of a CMS SignedData (RFC 5652), parsed strictly and judged by nobody yet. Object
 * identifiers are in dotted form.
 *
 * @param trailingBytes how many bytes stand behind the one value
 * @param canonical whether encoding it again as DER gives the same bytes
 * @param contentType of the encapsulated content, e.g. id-data
 * @param embeddedContent whether content is inside
 * @param digestAlgorithms of the SignedData
 * @param certificates fingerprints of the certificates inside; claims of the bundle, never trusted
 */
public record DetachedSignature(
    int trailingBytes,
    boolean canonical,
    String contentType,
    boolean embeddedContent,
    List<String> digestAlgorithms,
    List<String> certificates,
    List<SignerFacts> signers) {
  /** The most bytes that a signature may have. */
  public static final int MAX_BYTES = 64 * 1024;

  public static final String ID_DATA = "1.2.840.113549.1.7.1";
  public static final String SHA256 = "2.16.840.1.101.3.4.2.1";
  public static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
  public static final String RSA_ENCRYPTION = "1.2.840.113549.1.1.1";
  public static final String RSA_WITH_SHA256 = "1.2.840.113549.1.1.11";
  public static final String CONTENT_TYPE = "1.2.840.113549.1.9.3";
  public static final String MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
  public static final String SIGNING_TIME = "1.2.840.113549.1.9.5";

  public DetachedSignature {
    digestAlgorithms = List.copyOf(digestAlgorithms);
    certificates = List.copyOf(certificates);
    signers = List.copyOf(signers);
  }

  /**
   * One SignerInfo.
   *
   * @param signedAttributes object identifiers in their order, duplicates kept
   * @param signingTime empty where the attribute is missing or unreadable
   */
  public record SignerFacts(
      String digestAlgorithm,
      String signatureAlgorithm,
      List<String> signedAttributes,
      int unsignedAttributes,
      Optional<Instant> signingTime,
      Optional<byte[]> messageDigest,
      Optional<String> contentTypeAttribute,
      SignatureBytes signature) {
    public SignerFacts {
      signedAttributes = List.copyOf(signedAttributes);
    }
  }

  /** What is needed to check a signature: its value and the DER of the signed attributes. */
  public record SignatureBytes(byte[] value, Optional<byte[]> signedAttributesDer) {}

  /** Parses at most {@link #MAX_BYTES}. */
  public static DetachedSignature parse(byte[] der) throws MalformedSignatureException {
    return SignedDataParser.parse(der);
  }

  /**
   * Whether the signer's signature over its signed attributes was made with the certificate's key;
   * ECDSA or RSA PKCS#1 v1.5, each with SHA-256, whatever else the facts say.
   */
  public static boolean verifies(SignerFacts signer, X509Certificate certificate) {
    if (signer.signature().signedAttributesDer().isEmpty()) {
      return false;
    }
    try {
      boolean ec = certificate.getPublicKey().getAlgorithm().equals("EC");
      Signature check = Signature.getInstance(ec ? "SHA256withECDSA" : "SHA256withRSA");
      check.initVerify(certificate.getPublicKey());
      check.update(signer.signature().signedAttributesDer().get());
      return check.verify(signer.signature().value());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
