package dev.airgap.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.airgap.archive.ForgedSignature.Profile;
import dev.airgap.pki.Certificates;
import dev.airgap.pki.Signer;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each signature that a library would take and the format does not is refused by its own rule. */
class SignaturePolicyTest {
  private static final byte[] TEXT = Fixture.bytes("# a manifest\n");
  private static final Instant NOW = Fixture.NOW;

  @TempDir private Path folder;

  private static AcceptedSignature accept(Trust trust, Instant now, byte[] text, byte[] signature)
      throws BundleRefusedException {
    return new SignaturePolicy(trust, now).accept(new SignedHead(text, signature, 0, 0));
  }

  private static AcceptedSignature accept(ForgedSignature signer, byte[] signature)
      throws BundleRefusedException {
    return accept(trust(signer.certificate), NOW, TEXT, signature);
  }

  private static Trust trust(X509Certificate... signers) {
    return new Trust(List.of(signers), false);
  }

  @Test
  void goodSignatures_areAccepted() throws Exception {
    for (Profile profile :
        List.of(Profile.GOOD, Profile.GOOD.key("EC", 384), Profile.GOOD.key("RSA", 3072))) {
      ForgedSignature signer = ForgedSignature.of(profile);
      AcceptedSignature accepted = accept(signer, signer.plain(TEXT));
      assertThat(accepted.signer()).isEqualTo(signer.certificate);
      assertThat(accepted.signingTime()).isEqualTo(Fixture.CREATED);
      assertThat(accepted.expired()).isFalse();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forgedSignatures")
  void forgedSignature_isRefusedByItsRule(
      String attack, ForgedSignature signer, byte[] signature, String sentence) {
    assertThat(catchThrowable(() -> accept(signer, signature)))
        .as(attack)
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageContaining(sentence);
  }

  static Stream<Arguments> forgedSignatures() throws Exception {
    ForgedSignature signer = ForgedSignature.of(Profile.GOOD);
    byte[] good = signer.plain(TEXT);
    return Stream.of(
        arguments("empty", signer, new byte[0], "it is empty"),
        arguments("noise", signer, Fixture.random(5, 100), "it is no CMS SignedData"),
        arguments(
            "trailing bytes",
            signer,
            Arrays.copyOf(good, good.length + 1),
            "it has bytes after its end"),
        arguments("BER", signer, signer.indefinite(TEXT), "not in the distinguished encoding"),
        arguments(
            "other content type",
            signer,
            signer.otherContentType(TEXT),
            "another type of content than plain data"),
        arguments("embedded content", signer, signer.embedded(TEXT), "it carries content inside"),
        arguments(
            "revocation list",
            signer,
            signer.withRevocationList(TEXT),
            "it carries revocation lists, which nothing signs"),
        arguments("zero signers", signer, signer.withoutSigner(TEXT), "it holds no signer at all"),
        arguments("two signers", signer, signer.twice(TEXT), "it holds more than one signer"),
        arguments(
            "no signed attributes",
            signer,
            signer.withoutAttributes(TEXT),
            "it has no signed attributes"),
        arguments(
            "no signing time",
            signer,
            signer.withoutTime(TEXT),
            "not exactly contentType, messageDigest and signingTime"),
        arguments(
            "one attribute more",
            signer,
            signer.withAttributeMore(TEXT),
            "not exactly contentType, messageDigest and signingTime"),
        arguments(
            "unsigned attribute",
            signer,
            signer.withUnsignedAttribute(TEXT),
            "it has attributes that are not signed"),
        arguments(
            "unreadable signing time",
            signer,
            signer.withUnreadableTime(TEXT),
            "its signingTime cannot be read"),
        arguments(
            "contradicting content type",
            signer,
            signer.contradictingContentType(TEXT),
            "its contentType attribute is not that of plain data"),
        arguments(
            "other algorithm named",
            signer,
            signer.otherAlgorithmNamed(TEXT),
            "its key is not of the algorithm that the signature names"),
        arguments(
            "SHA-1",
            signer,
            signer.algorithm("SHA1withECDSA").plain(TEXT),
            "it uses another digest than SHA-256"),
        arguments(
            "SHA-512",
            signer,
            signer.algorithm("SHA512withECDSA").plain(TEXT),
            "it uses another digest than SHA-256"),
        arguments(
            "swapped signature",
            signer,
            signer.plain(Fixture.bytes("# another manifest\n")),
            "it was made over another manifest.txt"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forgedSigners")
  void unacceptableSigner_isRefusedByItsRule(String attack, Profile profile, String sentence)
      throws Exception {
    ForgedSignature signer = ForgedSignature.of(profile);
    byte[] signature = signer.plain(TEXT);
    assertThat(catchThrowable(() -> accept(signer, signature)))
        .as(attack)
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageContaining(Certificates.fingerprint(signer.certificate))
        .hasMessageContaining(sentence);
  }

  static Stream<Arguments> forgedSigners() {
    Profile good = Profile.GOOD;
    Instant longAgo = Fixture.CREATED.minus(Duration.ofDays(31));
    Instant future = NOW.plusSeconds(5);
    return Stream.of(
        arguments("P-521", good.key("EC", 521), "its key is none of EC on a named P-256"),
        arguments("RSA of 2048 bits", good.key("RSA", 2048), "RSA of 3072 to 8192 bits"),
        arguments(
            "key usage not critical",
            new Profile("EC", 256, false, false, good.from()),
            "lacks a critical keyUsage"),
        arguments("CA", new Profile("EC", 256, true, true, good.from()), "it is a CA's"),
        arguments(
            "not valid yet", new Profile("EC", 256, false, true, future), "it is valid only from"),
        arguments(
            "expired with a backdated signing time",
            new Profile("EC", 256, false, true, longAgo.plusSeconds(1)),
            "(the signing time is only a claim)"));
  }

  @Test
  void rsaPss_isRefused() throws Exception {
    ForgedSignature signer = ForgedSignature.of(Profile.GOOD.key("RSA", 3072));
    byte[] signature = signer.algorithm("SHA256withRSAandMGF1").plain(TEXT);
    assertThat(catchThrowable(() -> accept(signer, signature)))
        .hasMessageContaining("another algorithm than ECDSA or RSA PKCS#1 v1.5");
  }

  @Test
  void otherSigner_isRefusedAndOnlyClaimed() throws Exception {
    ForgedSignature trusted = ForgedSignature.of(Profile.GOOD);
    ForgedSignature other = ForgedSignature.of(Profile.GOOD);
    byte[] signature = other.plain(TEXT);
    assertThat(catchThrowable(() -> accept(trusted, signature)))
        .hasMessageContaining("made by none of the 1 signers that are trusted here")
        .hasMessageContaining(
            Certificates.fingerprint(other.certificate) + " (claimed by the bundle, not verified)");
  }

  @Test
  void noTrustGiven_isRefusedWithTheClaim() throws Exception {
    ForgedSignature signer = ForgedSignature.of(Profile.GOOD);
    byte[] signature = signer.plain(TEXT);
    assertThat(catchThrowable(() -> accept(trust(), NOW, TEXT, signature)))
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageContaining("no trusted signer is known here")
        .hasMessageContaining(
            Certificates.fingerprint(signer.certificate)
                + " (claimed by the bundle, not verified)");
    assertThat(catchThrowable(() -> accept(trust(), NOW, TEXT, new byte[9])))
        .hasMessageContaining("The bundle does not say who signed it");
  }

  @Test
  void oneOfSeveralTrustedSigners_isFound() throws Exception {
    ForgedSignature one = ForgedSignature.of(Profile.GOOD);
    ForgedSignature two = ForgedSignature.of(Profile.GOOD.key("RSA", 3072));
    Trust both = trust(one.certificate, two.certificate);
    assertThat(accept(both, NOW, TEXT, two.plain(TEXT)).signer()).isEqualTo(two.certificate);
  }

  @Test
  void expiredSigner_isTakenOnlyPastItsEndAndByFlag() throws Exception {
    Clock start = Clock.fixed(Fixture.CREATED.minusSeconds(60), ZoneOffset.UTC);
    Signer signer = Fixture.signer(folder, start, Duration.ofDays(1));
    byte[] signature = signer.sign(TEXT, Fixture.CREATED);
    Trust accepting = new Trust(List.of(signer.certificate()), true);
    assertThat(accept(accepting, NOW.plus(Duration.ofDays(99)), TEXT, signature).expired())
        .isTrue();
    assertThat(accept(accepting, Fixture.CREATED, TEXT, signature).expired()).isFalse();
    Instant before = Fixture.CREATED.minusSeconds(3600);
    assertThat(catchThrowable(() -> accept(accepting, before, TEXT, signature)))
        .hasMessageContaining("it is valid only from");
  }

  @Test
  void everyRule_isInTheList() throws IllegalAccessException {
    assertThat(SignatureRules.IN_ORDER).containsExactlyElementsOf(rules(SignatureRules.class));
    assertThat(SignerRules.IN_ORDER).containsExactlyElementsOf(rules(SignerRules.class));
  }

  @SuppressWarnings("unchecked") // the type argument of a field is not there when it is read
  private static <T> List<Rule<T>> rules(Class<?> holder) throws IllegalAccessException {
    List<Rule<T>> rules = new ArrayList<>();
    for (Field field : holder.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType().equals(Rule.class)) {
        rules.add((Rule<T>) field.get(null));
      }
    }
    return rules;
  }
}
