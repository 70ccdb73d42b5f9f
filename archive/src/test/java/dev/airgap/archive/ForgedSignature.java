package dev.airgap.archive;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.CMSTypedData;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SimpleAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** A signer who does everything that libraries allow and the format does not. */
final class ForgedSignature {
  private static final ASN1ObjectIdentifier OTHER = new ASN1ObjectIdentifier("1.2.3.4");

  final KeyPair key;
  final X509Certificate certificate;
  private final String algorithm;

  private ForgedSignature(KeyPair key, X509Certificate certificate, String algorithm) {
    this.key = key;
    this.certificate = certificate;
    this.algorithm = algorithm;
  }

  /** What the certificate says; each attack changes one of these. */
  record Profile(String keyType, int bits, boolean ca, boolean criticalUsage, Instant from) {
    static final Profile GOOD =
        new Profile("EC", 256, false, true, Fixture.CREATED.minus(Duration.ofDays(1)));

    Profile key(String type, int size) {
      return new Profile(type, size, ca, criticalUsage, from);
    }
  }

  static ForgedSignature of(Profile profile)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(profile.keyType());
    generator.initialize(profile.bits());
    KeyPair key = generator.generateKeyPair();
    String algorithm = profile.keyType().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    X500Name name = new X500Name("CN=Forger");
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.valueOf(7),
            Date.from(profile.from()),
            Date.from(profile.from().plus(Duration.ofDays(30))),
            name,
            key.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(profile.ca()));
    builder.addExtension(
        Extension.keyUsage, profile.criticalUsage(), new KeyUsage(KeyUsage.digitalSignature));
    var holder = builder.build(new JcaContentSignerBuilder(algorithm).build(key.getPrivate()));
    return new ForgedSignature(
        key, new JcaX509CertificateConverter().getCertificate(holder), algorithm);
  }

  ForgedSignature algorithm(String other) {
    return new ForgedSignature(key, certificate, other);
  }

  byte[] plain(byte[] text) throws Exception {
    return generator(builder(time()))
        .generate(data(text), false)
        .toASN1Structure()
        .getEncoded("DER");
  }

  /** In BER, as the library encodes by default, with lengths left open. */
  byte[] indefinite(byte[] text) throws Exception {
    return generator(builder(time()))
        .generate(data(text), false)
        .toASN1Structure()
        .getEncoded("BER");
  }

  byte[] embedded(byte[] text) throws Exception {
    return generator(builder(time()))
        .generate(data(text), true)
        .toASN1Structure()
        .getEncoded("DER");
  }

  byte[] otherContentType(byte[] text) throws Exception {
    CMSTypedData data = new CMSProcessableByteArray(OTHER, text);
    return generator(builder(time())).generate(data, false).toASN1Structure().getEncoded("DER");
  }

  /** Outside plain data, among the signed attributes another type. */
  byte[] contradictingContentType(byte[] text) throws Exception {
    SignedData other = signedData(otherContentType(text));
    return encoded(
        new SignedData(
            other.getDigestAlgorithms(),
            new ContentInfo(CMSObjectIdentifiers.data, null),
            other.getCertificates(),
            null,
            other.getSignerInfos()));
  }

  /** The algorithm that it names is another than that of the key. */
  byte[] otherAlgorithmNamed(byte[] text) throws Exception {
    SignedData good = signedData(plain(text));
    SignerInfo signer = SignerInfo.getInstance(good.getSignerInfos().getObjectAt(0));
    SignerInfo other =
        new SignerInfo(
            signer.getSID(),
            signer.getDigestAlgorithm(),
            signer.getAuthenticatedAttributes(),
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption),
            signer.getEncryptedDigest(),
            null);
    return encoded(
        new SignedData(
            good.getDigestAlgorithms(),
            good.getEncapContentInfo(),
            good.getCertificates(),
            null,
            new DERSet(other)));
  }

  /** A revocation list beside the signature, which nobody signed. */
  byte[] withRevocationList(byte[] text) throws Exception {
    SignedData good = signedData(plain(text));
    X509v2CRLBuilder list =
        new X509v2CRLBuilder(new X500Name("CN=Forger"), Date.from(Fixture.CREATED));
    byte[] crl =
        list.build(new JcaContentSignerBuilder(algorithm).build(key.getPrivate())).getEncoded();
    return encoded(
        new SignedData(
            good.getDigestAlgorithms(),
            good.getEncapContentInfo(),
            good.getCertificates(),
            new DERSet(ASN1Primitive.fromByteArray(crl)),
            good.getSignerInfos()));
  }

  private static SignedData signedData(byte[] der) {
    return SignedData.getInstance(ContentInfo.getInstance(der).getContent());
  }

  private static byte[] encoded(SignedData data) throws IOException {
    return new ContentInfo(CMSObjectIdentifiers.signedData, data).getEncoded("DER");
  }

  byte[] withoutSigner(byte[] text) throws Exception {
    return new CMSSignedDataGenerator()
        .generate(data(text), false)
        .toASN1Structure()
        .getEncoded("DER");
  }

  byte[] twice(byte[] text) throws Exception {
    CMSSignedDataGenerator generator = generator(builder(time()));
    add(generator, builder(time()));
    return generator.generate(data(text), false).toASN1Structure().getEncoded("DER");
  }

  byte[] withoutAttributes(byte[] text) throws Exception {
    return generator(builder(time()).setDirectSignature(true))
        .generate(data(text), false)
        .toASN1Structure()
        .getEncoded("DER");
  }

  byte[] withoutTime(byte[] text) throws Exception {
    return generator(builder(new ASN1EncodableVector()))
        .generate(data(text), false)
        .toASN1Structure()
        .getEncoded("DER");
  }

  byte[] withAttributeMore(byte[] text) throws Exception {
    ASN1EncodableVector attributes = time();
    attributes.add(new Attribute(OTHER, new DERSet(new ASN1Integer(1))));
    return generator(builder(attributes))
        .generate(data(text), false)
        .toASN1Structure()
        .getEncoded("DER");
  }

  byte[] withUnreadableTime(byte[] text) throws Exception {
    ASN1EncodableVector attributes = new ASN1EncodableVector();
    attributes.add(
        new Attribute(CMSAttributes.signingTime, new DERSet(new DERUTF8String("yesterday"))));
    return generator(builder(attributes))
        .generate(data(text), false)
        .toASN1Structure()
        .getEncoded("DER");
  }

  byte[] withUnsignedAttribute(byte[] text) throws Exception {
    ASN1EncodableVector more = new ASN1EncodableVector();
    more.add(new Attribute(OTHER, new DERSet(new ASN1Integer(1))));
    return generator(
            builder(time())
                .setUnsignedAttributeGenerator(
                    new SimpleAttributeTableGenerator(new AttributeTable(more))))
        .generate(data(text), false)
        .toASN1Structure()
        .getEncoded("DER");
  }

  private static CMSProcessableByteArray data(byte[] text) {
    return new CMSProcessableByteArray(text);
  }

  private static ASN1EncodableVector time() {
    ASN1EncodableVector attributes = new ASN1EncodableVector();
    ASN1Encodable time = new Time(Date.from(Fixture.CREATED));
    attributes.add(new Attribute(CMSAttributes.signingTime, new DERSet(time)));
    return attributes;
  }

  private static JcaSignerInfoGeneratorBuilder builder(ASN1EncodableVector attributes)
      throws OperatorCreationException {
    boolean withTime = attributes.size() > 0;
    var standard = new DefaultSignedAttributeTableGenerator(new AttributeTable(attributes));
    return new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
        .setSignedAttributeGenerator(parameters -> {
          AttributeTable table =
              standard.getAttributes(parameters).remove(CMSAttributes.cmsAlgorithmProtect);
          return withTime ? table : table.remove(CMSAttributes.signingTime);
        });
  }

  private CMSSignedDataGenerator generator(JcaSignerInfoGeneratorBuilder builder)
      throws CMSException, GeneralSecurityException, OperatorCreationException {
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    add(generator, builder);
    generator.addCertificates(new JcaCertStore(List.of(certificate)));
    return generator;
  }

  private void add(CMSSignedDataGenerator generator, JcaSignerInfoGeneratorBuilder builder)
      throws GeneralSecurityException, OperatorCreationException {
    generator.addSignerInfoGenerator(
        builder.build(
            new JcaContentSignerBuilder(algorithm)
                .setProvider(new BouncyCastleProvider())
                .build(key.getPrivate()),
            certificate));
  }
}
