package dev.airgap.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.manifest.Limits;
import dev.airgap.pki.DetachedSignature.SignerFacts;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.asn1.BERTaggedObject;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a policy must be able to name is a fact, and what is no signature is one exception. */
final class SignatureFactsTest {
  private static final String SHA1 = "1.3.14.3.2.26";
  private static final byte[] CONTENT = "what is signed\n".getBytes(StandardCharsets.US_ASCII);
  private static final Instant TIME = Instant.parse("2026-11-20T08:00:00Z");

  @TempDir private Path folder = Path.of("");
  private final SignerFiles files = new SignerFiles(Clock.systemUTC());
  private byte[] ours = {};
  private Path content = Path.of("");

  @BeforeEach
  void sign() throws Exception {
    ours = signer("one").sign(CONTENT, TIME);
    content = Files.write(folder.resolve("content"), CONTENT);
  }

  private Signer signer(String name) throws Exception {
    Path place = folder.resolve(name);
    if (!Files.exists(place)) {
      files.generate(name, Duration.ofDays(30), Optional.empty(), place);
    }
    return files.read(
        place.resolve("signer.key"), Optional.of(place.resolve("signer.pem")), Optional.empty());
  }

  /** What openssl signs with these options added. */
  private byte[] openssl(String... options) throws Exception {
    Path out = folder.resolve("openssl.p7s");
    List<String> command = new ArrayList<>(List.of("cms", "-sign", "-binary", "-outform", "DER"));
    command.addAll(List.of("-in", content.toString(), "-out", out.toString()));
    command.addAll(signedBy("one"));
    command.addAll(List.of(options));
    OpenSsl signed = OpenSsl.run(command.toArray(String[]::new));
    assertThat(signed.exitCode()).as(signed.output()).isZero();
    return Files.readAllBytes(out);
  }

  private List<String> signedBy(String name) {
    Path place = folder.resolve(name);
    return List.of(
        "-signer", place.resolve("signer.pem").toString(),
        "-inkey", place.resolve("signer.key").toString());
  }

  private static SignerFacts only(byte[] signature) throws MalformedSignatureException {
    return DetachedSignature.parse(signature).signers().getFirst();
  }

  @Test
  void zeroSigners_areAFact() throws Exception {
    byte[] none =
        new CMSSignedDataGenerator()
            .generate(new CMSProcessableByteArray(CONTENT), false)
            .toASN1Structure()
            .getEncoded("DER");
    assertThat(DetachedSignature.parse(none).signers()).isEmpty();
  }

  @Test
  void twoSigners_areAFact() throws Exception {
    signer("two");
    byte[] both = openssl(signedBy("two").toArray(String[]::new));
    assertThat(DetachedSignature.parse(both).signers()).hasSize(2);
  }

  @Test
  void sha1_isAFact() throws Exception {
    DetachedSignature facts = DetachedSignature.parse(openssl("-md", "sha1"));
    assertThat(facts.digestAlgorithms()).containsExactly(SHA1);
    assertThat(facts.signers().getFirst().digestAlgorithm()).isEqualTo(SHA1);
    assertThat(facts.signers().getFirst().signatureAlgorithm()).isEqualTo("1.2.840.10045.4.1");
  }

  @Test
  void embeddedContent_isAFact() throws Exception {
    assertThat(DetachedSignature.parse(openssl("-nodetach")).embeddedContent()).isTrue();
    assertThat(DetachedSignature.parse(openssl()).embeddedContent()).isFalse();
  }

  @Test
  void missingSignedAttributes_areAFact_andNothingVerifies() throws Exception {
    SignerFacts facts = only(openssl("-noattr"));
    assertThat(facts.signedAttributes()).isEmpty();
    assertThat(facts.signature().signedAttributesDer()).isEmpty();
    assertThat(facts.messageDigest()).isEmpty();
    assertThat(DetachedSignature.verifies(facts, signer("one").certificate())).isFalse();
    assertThat(DetachedSignature.covers(facts, CONTENT)).isFalse();
  }

  @Test
  void moreSignedAttributes_areAFact() throws Exception {
    assertThat(only(openssl()).signedAttributes())
        .contains("1.2.840.113549.1.9.15") // openssl adds what it could decrypt
        .contains(DetachedSignature.SIGNING_TIME);
  }

  @Test
  void unsignedAttribute_isAFact() throws Exception {
    Attribute extra = new Attribute(CMSAttributes.counterSignature, new DERSet());
    CMSSignedData data = new CMSSignedData(ours);
    SignerInformation changed =
        SignerInformation.replaceUnsignedAttributes(
            data.getSignerInfos().iterator().next(), new AttributeTable(extra));
    byte[] signature =
        CMSSignedData.replaceSigners(data, new SignerInformationStore(changed))
            .toASN1Structure()
            .getEncoded("DER");
    assertThat(only(signature).unsignedAttributes()).isEqualTo(1);
  }

  @Test
  void notDer_isAFact() throws Exception {
    ContentInfo info = ContentInfo.getInstance(ours);
    byte[] indefinite =
        new BERSequence(
                new ASN1Encodable[] {
                  info.getContentType(), new BERTaggedObject(0, info.getContent())
                })
            .getEncoded("BER");
    assertThat(DetachedSignature.parse(indefinite).canonical()).isFalse();
    assertThat(DetachedSignature.parse(ours).canonical()).isTrue();
    byte[] longLength = new byte[ours.length + 1];
    System.arraycopy(ours, 1, longLength, 2, ours.length - 1);
    longLength[0] = ours[0];
    longLength[1] = (byte) 0x83;
    longLength[2] = 0;
    assertThat(ours[1]).isEqualTo((byte) 0x82);
    assertThat(DetachedSignature.parse(longLength).canonical()).isFalse();
  }

  @Test
  void trailingBytes_areCounted() throws Exception {
    assertThat(DetachedSignature.parse(Arrays.copyOf(ours, ours.length + 700)).trailingBytes())
        .isEqualTo(700);
  }

  @Test
  void embeddedCertificates_areNamedByTheirFingerprints() throws Exception {
    assertThat(DetachedSignature.parse(openssl("-nocerts")).certificates()).isEmpty();
    X509Certificate other = signer("two").certificate();
    String file = folder.resolve("two/signer.pem").toString();
    assertThat(DetachedSignature.parse(openssl("-certfile", file)).certificates())
        .containsExactlyInAnyOrder(
            Certificates.fingerprint(signer("one").certificate()), Certificates.fingerprint(other));
  }

  /** Our signature with other signed attributes: the signature no longer holds, the facts do. */
  private byte[] withAttributes(Attribute... attributes) throws Exception {
    SignedData data = SignedData.getInstance(ContentInfo.getInstance(ours).getContent());
    SignerInfo signer = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
    SignerInfo changed =
        new SignerInfo(
            signer.getSID(),
            signer.getDigestAlgorithm(),
            (ASN1Set) new DERSet(attributes),
            signer.getDigestEncryptionAlgorithm(),
            signer.getEncryptedDigest(),
            null);
    return new ContentInfo(
            CMSObjectIdentifiers.signedData,
            new SignedData(
                data.getDigestAlgorithms(),
                data.getEncapContentInfo(),
                data.getCertificates(),
                null,
                new DERSet(changed)))
        .getEncoded("DER");
  }

  private static Attribute signingTime(String... utcTimes) {
    ASN1EncodableVector values = new ASN1EncodableVector();
    for (String time : utcTimes) {
      values.add(new ASN1UTCTime(time));
    }
    return new Attribute(CMSAttributes.signingTime, new DERSet(values));
  }

  @Test
  void signingTime_isAFactOnlyWhereItIsOneInstantInDer() throws Exception {
    assertThat(only(withAttributes(signingTime("261120080000Z"))).signingTime()).contains(TIME);
    Attribute[][] lax = {
      {},
      {signingTime()},
      {signingTime("261120080000Z", "261120080001Z")},
      {signingTime("261120080000Z"), signingTime("261120080001Z")},
      {signingTime("2611200800Z")},
      {signingTime("261120090000+0100")},
      {new Attribute(CMSAttributes.signingTime, new DERSet(new ASN1Integer(7)))},
    };
    for (Attribute[] attributes : lax) {
      assertThat(only(withAttributes(attributes)).signingTime())
          .as(Arrays.toString(attributes))
          .isEmpty();
    }
  }

  @Test
  void timeThatDoesNotExist_isMalformed() throws Exception {
    assertMalformed(withAttributes(signingTime("261320080000Z")));
    assertMalformed(withAttributes(signingTime("261120080061Z")));
  }

  @Test
  void duplicateAttribute_isAFact() throws Exception {
    Attribute digest =
        new Attribute(CMSAttributes.messageDigest, new DERSet(new DEROctetString(new byte[32])));
    SignerFacts facts = only(withAttributes(digest, digest));
    assertThat(facts.signedAttributes())
        .containsExactly(DetachedSignature.MESSAGE_DIGEST, DetachedSignature.MESSAGE_DIGEST);
    assertThat(facts.messageDigest()).isEmpty();
  }

  @Test
  void signature_coversItsContentOnly_andNamesItsCertificateOnly() throws Exception {
    SignerFacts facts = only(ours);
    X509Certificate another = signer("two").certificate();
    assertThat(DetachedSignature.covers(facts, CONTENT)).isTrue();
    assertThat(DetachedSignature.covers(facts, new byte[0])).isFalse();
    assertThat(DetachedSignature.names(facts, signer("one").certificate())).isTrue();
    assertThat(DetachedSignature.names(facts, another)).isFalse();
    assertThat(DetachedSignature.verifies(facts, another)).isFalse();
  }

  @Test
  void changedSignature_doesNotVerify_whicheverBitIsChanged() throws Exception {
    X509Certificate certificate = signer("one").certificate();
    SignerFacts facts = only(ours);
    byte[] value = facts.signature().value();
    for (int bit = 0; bit < value.length * 8; bit++) {
      byte[] changed = value.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(
              SignatureCheck.verifies(
                  new DetachedSignature.SignatureBytes(
                      changed, facts.signature().signedAttributesDer(), new byte[0]),
                  certificate))
          .isFalse();
    }
  }

  @Test
  void otherContentInfo_isMalformed() throws Exception {
    byte[] data =
        new ContentInfo(CMSObjectIdentifiers.data, new DEROctetString(CONTENT)).getEncoded();
    assertMalformed(data);
    assertMalformed(new byte[0]);
    assertMalformed(CONTENT);
    assertMalformed(new byte[Limits.SIGNATURE_BYTES + 1]);
  }

  @Test
  void deepNesting_isMalformed() {
    byte[] indefinite = new byte[Limits.SIGNATURE_BYTES];
    for (int i = 0; i < indefinite.length; i += 2) {
      indefinite[i] = 0x30;
      indefinite[i + 1] = (byte) 0x80;
    }
    assertMalformed(indefinite);
    byte[] nested = {};
    while (nested.length < 32_000) {
      ByteArrayOutputStream outer = new ByteArrayOutputStream();
      outer.write(0x30);
      outer.write(0x82);
      outer.write(nested.length >> 8);
      outer.write(nested.length);
      outer.writeBytes(nested);
      nested = outer.toByteArray();
    }
    assertMalformed(nested);
  }

  private static void assertMalformed(byte[] bytes) {
    assertThatThrownBy(() -> DetachedSignature.parse(bytes))
        .isInstanceOf(MalformedSignatureException.class);
  }

  @Test
  void damagedSignature_isParsedOrMalformed_neverABug() throws Exception {
    X509Certificate certificate = signer("one").certificate();
    Random random = new Random(5);
    int malformed = 0;
    for (int round = 0; round < 3_000; round++) {
      byte[] damaged = ours.clone();
      for (int change = random.nextInt(1, 4); change > 0; change--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      if (Arrays.equals(damaged, ours)) {
        continue;
      }
      try {
        for (SignerFacts facts : DetachedSignature.parse(damaged).signers()) {
          boolean accepted =
              DetachedSignature.verifies(facts, certificate)
                  && DetachedSignature.covers(facts, CONTENT)
                  && !facts.signingTime().equals(Optional.of(TIME));
          assertThat(accepted).isFalse();
          assertThat(DetachedSignature.names(facts, certificate)).isIn(true, false);
        }
      } catch (MalformedSignatureException e) {
        malformed++;
      }
    }
    assertThat(malformed).isPositive();
  }
}
