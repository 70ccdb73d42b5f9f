package dev.airgap.archive;

import dev.airgap.pki.CertificateFacts;
import java.util.List;
import java.util.Set;

/** What an acceptable signer's certificate is. */
final class SignerRules {
  private static final Set<String> CURVES = Set.of(CertificateFacts.P256, CertificateFacts.P384);
  private static final int MIN_RSA = 3072;
  private static final int MAX_RSA = 8192;

  static final Rule<SignerCase> KEY =
      Rule.of(
          "its key is none of EC on a named P-256 or P-384, or RSA of 3072 to 8192 bits",
          s -> isStrong(s.facts()));
  static final Rule<SignerCase> ALGORITHM_OF_KEY =
      Rule.of(
          "its key is not of the algorithm that the signature names",
          s -> s.isEcdsa() == s.facts().keyAlgorithm().equals("EC"));
  static final Rule<SignerCase> DIGITAL_SIGNATURE =
      Rule.of(
          "it lacks a critical keyUsage with digitalSignature",
          s -> s.facts().criticalDigitalSignature());
  static final Rule<SignerCase> NO_AUTHORITY =
      Rule.of(
          "it is a CA's, and only the signer's own certificate can be trusted",
          s -> !s.facts().authority());
  static final Rule<SignerCase> NAMED =
      Rule.of("the signature names another certificate as its signer's", SignerCase::isNamed);
  static final Rule<SignerCase> STARTED =
      new Rule<>(
          s -> !s.isBeforeStart(),
          s ->
              "it is valid only from %s on, and now it is %s"
                  .formatted(s.certificate().getNotBefore().toInstant(), s.now()));
  static final Rule<SignerCase> NOT_EXPIRED =
      new Rule<>(
          s -> s.acceptExpired() || !s.isPastEnd(),
          s ->
              "it expired at %s, and now it is %s (the signing time is only a claim)"
                  .formatted(s.certificate().getNotAfter().toInstant(), s.now()));

  static final List<Rule<SignerCase>> IN_ORDER =
      List.of(KEY, ALGORITHM_OF_KEY, DIGITAL_SIGNATURE, NO_AUTHORITY, NAMED, STARTED, NOT_EXPIRED);

  private SignerRules() {}

  private static boolean isStrong(CertificateFacts facts) {
    return switch (facts.keyAlgorithm()) {
      case "EC" -> CURVES.contains(facts.namedCurve());
      case "RSA" -> facts.rsaBits() >= MIN_RSA && facts.rsaBits() <= MAX_RSA;
      default -> false;
    };
  }
}
