package dev.airgap.pki;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The facts of a CMS SignedData, parsed strictly and judged by nobody yet. Object identifiers are
 * in dotted form.
 *
 * @param trailingBytes bytes after the one DER value (also: not DER at all where re-encoding gives
 *     other bytes)
 * @param contentType of the encapsulated content, e.g. id-data
 * @param embeddedContent whether content is inside
 * @param digestAlgorithms of the SignedData
 */
public record DetachedSignature(
    int trailingBytes,
    boolean canonical,
    String contentType,
    boolean embeddedContent,
    List<String> digestAlgorithms,
    List<SignerFacts> signers) {
  public DetachedSignature {
    digestAlgorithms = List.copyOf(digestAlgorithms);
    signers = List.copyOf(signers);
  }

  /**
   * One SignerInfo.
   *
   * @param signedAttributes object identifiers in their order, duplicates kept
   * @param signingTime null-free: empty where the attribute is missing or unreadable
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

  /** Parses at most 64 KiB. */
  public static DetachedSignature parse(byte[] der) throws MalformedSignatureException {
    throw new UnsupportedOperationException("not yet");
  }

  /** Whether the only signer's signature over its signed attributes was made with this key. */
  public static boolean verifies(SignerFacts signer, X509Certificate certificate) {
    throw new UnsupportedOperationException("not yet");
  }
}
