package dev.airgap.archive;

import dev.airgap.pki.Certificates;
import dev.airgap.pki.DetachedSignature;
import dev.airgap.pki.MalformedSignatureException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides whether a signature is acceptable: its form, then whose it is among the signers that are
 * trusted here, then that signer's certificate. No setting skips a rule.
 */
final class SignaturePolicy {
  private final Trust trust;
  private final Instant now;

  SignaturePolicy(Trust trust, Instant now) {
    this.trust = trust;
    this.now = now;
  }

  AcceptedSignature accept(SignedHead head) throws BundleRefusedException {
    if (trust.signers().isEmpty()) {
      throw new BundleRefusedException(
          "no trusted signer is known here, and nothing in a bundle can make one known: take the"
              + " signer's certificate from what the vendor published by another way. "
              + claim(head.signature()));
    }
    DetachedSignature facts = parse(head.signature());
    SignatureCase signature = new SignatureCase(facts, head.manifestText());
    for (Rule<SignatureCase> rule : SignatureRules.IN_ORDER) {
      refuse("manifest.txt.p7s is refused: ", rule.problem(signature));
    }
    DetachedSignature.SignerFacts signer = signature.signer();
    SignerCase judged = new SignerCase(madeBy(signer, facts), signer, now, trust.acceptExpired());
    for (Rule<SignerCase> rule : SignerRules.IN_ORDER) {
      refuse(
          "the signer's certificate " + Certificates.fingerprint(judged.certificate()) + ": ",
          rule.problem(judged));
    }
    return new AcceptedSignature(
        judged.certificate(), signer.signingTime().orElseThrow(), judged.isPastEnd());
  }

  /** Tried with each trusted key; what the signature says of its signer is not looked at. */
  private X509Certificate madeBy(DetachedSignature.SignerFacts signer, DetachedSignature facts)
      throws BundleRefusedException {
    Optional<X509Certificate> found =
        trust.signers().stream()
            .filter(certificate -> DetachedSignature.verifies(signer, certificate))
            .findFirst();
    if (found.isEmpty()) {
      throw new BundleRefusedException(
          "the signature was made by none of the %d signers that are trusted here. %s"
              .formatted(trust.signers().size(), claim(facts)));
    }
    return found.get();
  }

  private static DetachedSignature parse(byte[] signature) throws BundleRefusedException {
    try {
      return DetachedSignature.parse(signature);
    } catch (MalformedSignatureException e) {
      throw new BundleRefusedException("manifest.txt.p7s is refused: " + e.getMessage(), e);
    }
  }

  private static String claim(byte[] signature) {
    return claimedSigner(signature)
        .map(SignaturePolicy::claimOf)
        .orElse("The bundle does not say who signed it.");
  }

  private static String claim(DetachedSignature facts) {
    return facts.certificates().stream()
        .findFirst()
        .map(SignaturePolicy::claimOf)
        .orElse("The bundle does not say who signed it.");
  }

  private static String claimOf(String fingerprint) {
    return "The signer is " + fingerprint + " (claimed by the bundle, not verified).";
  }

  /** The fingerprint of the first certificate inside, believed by nobody. */
  static Optional<String> claimedSigner(byte[] signature) {
    try {
      return DetachedSignature.parse(signature).certificates().stream().findFirst();
    } catch (MalformedSignatureException e) {
      return Optional.empty();
    }
  }

  private static void refuse(String subject, Optional<String> problem)
      throws BundleRefusedException {
    if (problem.isPresent()) {
      throw new BundleRefusedException(subject + problem.get());
    }
  }
}
