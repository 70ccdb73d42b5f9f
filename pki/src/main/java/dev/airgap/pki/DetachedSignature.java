package dev.airgap.pki;

import dev.airgap.manifest.Limits;
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
 * @param revocationLists whether there is a set of revocation lists, which nothing signs
 */
public record DetachedSignature(
    int trailingBytes,
    boolean canonical,
    String contentType,
    boolean embeddedContent,
    List<String> digestAlgorithms,
    List<String> certificates,
    boolean revocationLists,
    List<SignerFacts> signers) {
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
   * @param signingTime empty where the attribute is missing, not there exactly once, or not written
   *     as DER wants it (whole seconds, UTC)
   * @param messageDigest empty where the attribute is missing or not there exactly once
   * @param contentTypeAttribute empty where the attribute is missing or not there exactly once
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

  /**
   * What is needed to check a signature.
   *
   * @param value the signature itself
   * @param signedAttributesDer the signed attributes as they are signed: DER of a SET OF
   * @param signerIdentifierDer which certificate the signer says it has (RFC 5652, section 5.3)
   */
  public record SignatureBytes(
      byte[] value, Optional<byte[]> signedAttributesDer, byte[] signerIdentifierDer) {}

  /** Parses at most {@link Limits#SIGNATURE_BYTES}. */
  public static DetachedSignature parse(byte[] der) throws MalformedSignatureException {
    return SignedDataParser.parse(der);
  }

  /**
   * Whether the signer's signature over its signed attributes was made with the certificate's key;
   * ECDSA or RSA PKCS#1 v1.5, each with SHA-256, whatever else the facts say. Whether the signed
   * attributes belong to a content is asked of {@link #covers}.
   */
  public static boolean verifies(SignerFacts signer, X509Certificate certificate) {
    return SignatureCheck.verifies(signer.signature(), certificate);
  }

  /** Whether the messageDigest attribute is the content's SHA-256. */
  public static boolean covers(SignerFacts signer, byte[] content) {
    return SignatureCheck.covers(signer.messageDigest(), content);
  }

  /**
   * Whether the signer says that this is its certificate, by issuer and serial number or by key
   * identifier. OpenSSL refuses a signature that says otherwise, even where the key is right.
   */
  public static boolean names(SignerFacts signer, X509Certificate certificate) {
    return SignatureCheck.names(signer.signature(), certificate);
  }
}
