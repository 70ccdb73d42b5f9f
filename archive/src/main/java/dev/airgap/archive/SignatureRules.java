package dev.airgap.archive;

import dev.airgap.pki.DetachedSignature;
import java.util.List;
import java.util.Set;

/** The form that an acceptable signature has; each rule relies on the earlier ones. */
final class SignatureRules {
  private static final Set<String> ATTRIBUTES =
      Set.of(
          DetachedSignature.CONTENT_TYPE,
          DetachedSignature.MESSAGE_DIGEST,
          DetachedSignature.SIGNING_TIME);
  private static final Set<String> ALGORITHMS =
      Set.of(
          DetachedSignature.ECDSA_WITH_SHA256,
          DetachedSignature.RSA_ENCRYPTION,
          DetachedSignature.RSA_WITH_SHA256);

  static final Rule<SignatureCase> ONE_VALUE =
      Rule.of("it has bytes after its end", s -> s.facts().trailingBytes() == 0);
  static final Rule<SignatureCase> DER =
      Rule.of("it is not in the distinguished encoding (DER)", s -> s.facts().canonical());
  static final Rule<SignatureCase> ID_DATA =
      Rule.of(
          "it was made over another type of content than plain data",
          s -> s.facts().contentType().equals(DetachedSignature.ID_DATA));
  static final Rule<SignatureCase> DETACHED =
      Rule.of(
          "it carries content inside, which nobody compares", s -> !s.facts().embeddedContent());
  static final Rule<SignatureCase> NO_REVOCATION_LISTS =
      Rule.of(
          "it carries revocation lists, which nothing signs", s -> !s.facts().revocationLists());
  static final Rule<SignatureCase> ANY_SIGNER =
      Rule.of("it holds no signer at all", s -> !s.facts().signers().isEmpty());
  static final Rule<SignatureCase> ONE_SIGNER =
      Rule.of("it holds more than one signer", s -> s.facts().signers().size() == 1);
  static final Rule<SignatureCase> SIGNED_ATTRIBUTES =
      Rule.of("it has no signed attributes", s -> !s.signer().signedAttributes().isEmpty());
  static final Rule<SignatureCase> THREE_ATTRIBUTES =
      Rule.of(
          "its signed attributes are not exactly contentType, messageDigest and signingTime",
          s ->
              s.signer().signedAttributes().size() == ATTRIBUTES.size()
                  && ATTRIBUTES.equals(Set.copyOf(s.signer().signedAttributes())));
  static final Rule<SignatureCase> NO_UNSIGNED_ATTRIBUTES =
      Rule.of("it has attributes that are not signed", s -> s.signer().unsignedAttributes() == 0);
  static final Rule<SignatureCase> SHA256 =
      Rule.of(
          "it uses another digest than SHA-256",
          s ->
              s.signer().digestAlgorithm().equals(DetachedSignature.SHA256)
                  && s.facts().digestAlgorithms().equals(List.of(DetachedSignature.SHA256)));
  static final Rule<SignatureCase> ALGORITHM =
      Rule.of(
          "it uses another algorithm than ECDSA or RSA PKCS#1 v1.5, each with SHA-256",
          s -> ALGORITHMS.contains(s.signer().signatureAlgorithm()));
  static final Rule<SignatureCase> CONTENT_TYPE =
      Rule.of(
          "its contentType attribute is not that of plain data",
          s ->
              s.signer()
                  .contentTypeAttribute()
                  .filter(DetachedSignature.ID_DATA::equals)
                  .isPresent());
  static final Rule<SignatureCase> SIGNING_TIME =
      Rule.of("its signingTime cannot be read", s -> s.signer().signingTime().isPresent());
  static final Rule<SignatureCase> MESSAGE_DIGEST =
      Rule.of(
          "it was made over another manifest.txt: the manifest was changed, or the signature is of"
              + " another bundle",
          SignatureCase::hasDigestOfText);

  static final List<Rule<SignatureCase>> IN_ORDER =
      List.of(
          ONE_VALUE,
          DER,
          ID_DATA,
          DETACHED,
          NO_REVOCATION_LISTS,
          ANY_SIGNER,
          ONE_SIGNER,
          SIGNED_ATTRIBUTES,
          THREE_ATTRIBUTES,
          NO_UNSIGNED_ATTRIBUTES,
          SHA256,
          ALGORITHM,
          CONTENT_TYPE,
          SIGNING_TIME,
          MESSAGE_DIGEST);

  private SignatureRules() {}
}
