package dev.airgap.pki;

import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

/**
 * A CA that issues certificates for servers. One that is made here has EC P-256, pathlen 0, EKU
 * serverAuth, critical name constraints (one DNS domain permitted, all IP addresses excluded; RFC
 * 5280, section 4.2.1.10); one that is given has whatever it has, and what it issues is for the
 * caller to verify.
 */
public final class CertificateAuthority {
  private static final int IPV4_WITH_MASK = 8;
  private static final int IPV6_WITH_MASK = 32;

  private final PrivateKey key;
  private final X509Certificate certificate;
  private final List<X509Certificate> issuers;

  private CertificateAuthority(PrivateKey key, List<X509Certificate> chain) {
    this.key = key;
    this.certificate = chain.getFirst();
    this.issuers = chain.stream().filter(one -> !Certificates.isSelfIssued(one)).toList();
  }

  public static CertificateAuthority create(
      String commonName, String domain, Duration validity, Clock clock) {
    KeyPair key = Issuing.newKey();
    X500Name name = Issuing.commonName(commonName);
    X509v3CertificateBuilder authority = Issuing.begin(name, name, key, clock.instant(), validity);
    try {
      authority.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      authority.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      authority.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      authority.addExtension(Extension.nameConstraints, true, constraints(domain));
      authority.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key.getPublic()));
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("extensions of ours can always be encoded", e);
    }
    return new CertificateAuthority(
        key.getPrivate(), List.of(Issuing.end(authority, key.getPrivate())));
  }

  private static NameConstraints constraints(String domain) {
    return new NameConstraints(
        new GeneralSubtree[] {new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain))},
        new GeneralSubtree[] {everyAddress(IPV4_WITH_MASK), everyAddress(IPV6_WITH_MASK)});
  }

  private static GeneralSubtree everyAddress(int length) {
    return new GeneralSubtree(
        new GeneralName(GeneralName.iPAddress, new DEROctetString(new byte[length])));
  }

  /** Takes up a CA again from its PEM forms. */
  public static CertificateAuthority of(Secret keyPem, String certificatePem)
      throws UnusableKeyException {
    PrivateKey key = Pem.readKey("the CA's key", keyPem.reveal(), Optional.empty());
    X509Certificate certificate =
        Certificates.parse(
                "the CA's certificate", certificatePem.getBytes(StandardCharsets.US_ASCII))
            .getFirst();
    Signer.matched("of the CA", key, certificate);
    if (!CertificateFacts.of(certificate).authority()) {
      throw new UnusableKeyException("the CA's certificate is that of no CA (basicConstraints)");
    }
    return new CertificateAuthority(key, List.of(certificate));
  }

  /**
   * A CA that somebody else made; RSA or EC.
   *
   * @param name what messages shall call the key
   * @param chain its certificate, then those of its issuers as far as clients need them
   * @throws UnusableKeyException also where the key has a passphrase or belongs to another CA
   */
  public static CertificateAuthority given(String name, Secret keyPem, List<X509Certificate> chain)
      throws UnusableKeyException {
    return new CertificateAuthority(
        TlsKey.privateKey(name, keyPem, chain.getFirst()), List.copyOf(chain));
  }

  static CertificateAuthority of(Signer kept) {
    return new CertificateAuthority(kept.key(), List.of(kept.certificate()));
  }

  PrivateKey key() {
    return key;
  }

  /** What a server sends after its own certificate: this CA and its issuers, without a root. */
  public List<X509Certificate> issuers() {
    return issuers;
  }

  /** Whether a server's key (PEM) is the one of its certificate. */
  public static boolean belongs(Secret keyPem, X509Certificate leaf) {
    try {
      PrivateKey key = Pem.readKey("the server's key", keyPem.reveal(), Optional.empty());
      Signer.matched("of the server", key, leaf);
      return true;
    } catch (UnusableKeyException e) {
      return false;
    }
  }

  /** The domain that it may issue for; empty if it is not bound to exactly one. */
  public Optional<String> domain() {
    byte[] extension = certificate.getExtensionValue(Extension.nameConstraints.getId());
    if (extension == null) {
      return Optional.empty();
    }
    byte[] constraints = ASN1OctetString.getInstance(extension).getOctets();
    GeneralSubtree[] permitted = NameConstraints.getInstance(constraints).getPermittedSubtrees();
    return permitted != null
            && permitted.length == 1
            && permitted[0].getBase().getTagNo() == GeneralName.dNSName
        ? Optional.of(permitted[0].getBase().getName().toString())
        : Optional.empty();
  }

  public X509Certificate certificate() {
    return certificate;
  }

  public Secret keyPem(RunSecrets secrets) {
    return secrets.keep(Pem.ofKey(key, Optional.empty()));
  }

  /**
   * A server certificate for these DNS names; the first is also the common name if it fits. It ends
   * with the CA at the latest. Names outside the CA's domain are for the caller to refuse: a
   * certificate for them is made, and nobody accepts it.
   */
  public ServerCertificate issue(
      List<String> hosts, Duration validity, Clock clock, RunSecrets secrets) {
    KeyPair server = Issuing.newKey();
    String first = hosts.getFirst();
    X500Name subject =
        Issuing.commonName(first.length() <= Issuing.MAX_COMMON_NAME ? first : "zenml server");
    X500Name issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    X509v3CertificateBuilder leaf =
        Issuing.begin(issuer, subject, server, now, withinOwn(validity, now));
    try {
      extendLeaf(leaf, server, hosts);
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("extensions of ours can always be encoded", e);
    }
    X509Certificate issued = Issuing.end(leaf, key);
    return new ServerCertificate(
        issued,
        Certificates.toPem(issued)
            + issuers.stream().map(Certificates::toPem).collect(Collectors.joining()),
        secrets.keep(Pem.ofKey(server.getPrivate(), Optional.empty())));
  }

  /** What outlives its CA is refused from the CA's last second on, and nobody sees that coming. */
  private Duration withinOwn(Duration validity, Instant now) {
    Duration left = Duration.between(now, certificate.getNotAfter().toInstant());
    return validity.compareTo(left) < 0 ? validity : left;
  }

  private void extendLeaf(X509v3CertificateBuilder leaf, KeyPair server, List<String> hosts)
      throws IOException, NoSuchAlgorithmException {
    GeneralName[] names =
        hosts.stream()
            .map(host -> new GeneralName(GeneralName.dNSName, host))
            .toArray(GeneralName[]::new);
    JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
    leaf.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    leaf.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    leaf.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    leaf.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    leaf.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        identifiers.createSubjectKeyIdentifier(server.getPublic()));
    leaf.addExtension(Extension.authorityKeyIdentifier, false, ownIdentifier(identifiers));
  }

  /** As its certificate says it: not everybody computes it as we do. */
  private AuthorityKeyIdentifier ownIdentifier(JcaX509ExtensionUtils identifiers) {
    byte[] said = certificate.getExtensionValue(Extension.subjectKeyIdentifier.getId());
    if (said == null) {
      return identifiers.createAuthorityKeyIdentifier(certificate.getPublicKey());
    }
    byte[] identifier = ASN1OctetString.getInstance(said).getOctets();
    return new AuthorityKeyIdentifier(ASN1OctetString.getInstance(identifier).getOctets());
  }

  /**
   * A key (PKCS#8 PEM) and its chain, leaf first, as a {@code kubernetes.io/tls} secret has them.
   */
  public record ServerCertificate(X509Certificate leaf, String chainPem, Secret keyPem) {}
}
