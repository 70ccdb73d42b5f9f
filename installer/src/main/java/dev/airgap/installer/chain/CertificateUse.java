package dev.airgap.installer.chain;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one certificate is made for, and how strong it is. */
final class CertificateUse {
  private static final String SERVER = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT = "1.3.6.1.5.5.7.3.2";
  private static final String ANY = "2.5.29.37.0";
  private static final int DIGITAL_SIGNATURE = 0;
  private static final int SIGN_CERTIFICATES = 5;
  private static final int LEAST_RSA_BITS = 2048;
  private static final int LEAST_EC_BITS = 256;
  private static final List<String> BROKEN = List.of("SHA1", "MD5", "MD2");

  private CertificateUse() {}

  static List<String> ofServer(X509Certificate leaf) {
    List<String> wrong = new ArrayList<>();
    String subject = ChainCheck.subject(leaf);
    if (leaf.getBasicConstraints() >= 0) {
      wrong.add(
          "%s is an authority's certificate: the server's own stands first".formatted(subject));
    }
    if (!allows(leaf.getKeyUsage(), DIGITAL_SIGNATURE)) {
      wrong.add(
          "%s has a keyUsage without digitalSignature, which TLS 1.3 needs: have it made with it"
              .formatted(subject));
    }
    forServers(leaf).ifPresent(wrong::add);
    return wrong;
  }

  /** What a server asks of a client's certificate. */
  static List<String> ofClient(X509Certificate leaf) {
    List<String> wrong = new ArrayList<>();
    String subject = ChainCheck.subject(leaf);
    if (leaf.getBasicConstraints() >= 0) {
      wrong.add(
          "%s is an authority's certificate: the client's own stands first".formatted(subject));
    }
    if (!allows(leaf.getKeyUsage(), DIGITAL_SIGNATURE)) {
      wrong.add(
          "%s has a keyUsage without digitalSignature, which TLS 1.3 needs: have it made with it"
              .formatted(subject));
    }
    use(leaf, CLIENT, "TLS clients", "clientAuth").ifPresent(wrong::add);
    return wrong;
  }

  static List<String> ofAuthority(X509Certificate authority) {
    List<String> wrong = new ArrayList<>(ofIssuer(authority));
    forServers(authority).ifPresent(wrong::add);
    return wrong;
  }

  /** An authority, for whatever it signs. */
  static List<String> ofIssuer(X509Certificate authority) {
    List<String> wrong = new ArrayList<>();
    String subject = ChainCheck.subject(authority);
    if (authority.getBasicConstraints() < 0) {
      wrong.add(
          "%s is no authority's certificate (basicConstraints has no CA:TRUE)".formatted(subject));
    }
    if (!allows(authority.getKeyUsage(), SIGN_CERTIFICATES)) {
      wrong.add("%s may not sign certificates (keyUsage has no keyCertSign)".formatted(subject));
    }
    return wrong;
  }

  private static boolean allows(boolean @Nullable [] usage, int bit) {
    return usage == null || usage[bit];
  }

  private static Optional<String> forServers(X509Certificate certificate) {
    return use(certificate, SERVER, "TLS servers", "serverAuth");
  }

  /** Without the extension it is for everything. */
  private static Optional<String> use(
      X509Certificate certificate, String wanted, String users, String name) {
    try {
      List<String> uses = certificate.getExtendedKeyUsage();
      return uses == null || uses.contains(wanted) || uses.contains(ANY)
          ? Optional.empty()
          : Optional.of(
              "%s is not for %s (extendedKeyUsage has no %s): have it made with it"
                  .formatted(ChainCheck.subject(certificate), users, name));
    } catch (CertificateParsingException e) {
      return Optional.of(
          "%s has an extendedKeyUsage that cannot be read: have it made anew"
              .formatted(ChainCheck.subject(certificate)));
    }
  }

  /** Its key, and what it is signed with; what signs a root does not count. */
  static List<String> strength(X509Certificate certificate) {
    List<String> wrong = new ArrayList<>(key(certificate));
    String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    boolean root =
        certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
    if (!root && BROKEN.stream().anyMatch(algorithm::startsWith)) {
      wrong.add(
          "%s is signed with %s, which no client accepts any more: have it made with SHA-256"
              .formatted(ChainCheck.subject(certificate), certificate.getSigAlgName()));
    }
    return wrong;
  }

  static List<String> key(X509Certificate certificate) {
    return switch (certificate.getPublicKey()) {
      case RSAKey rsa -> atLeast(certificate, "RSA", rsa.getModulus().bitLength(), LEAST_RSA_BITS);
      case ECKey ec ->
          atLeast(certificate, "EC", ec.getParams().getOrder().bitLength(), LEAST_EC_BITS);
      default ->
          List.of(
              "%s has a key for %s, which browsers do not take: EC P-256 or RSA"
                  .formatted(
                      ChainCheck.subject(certificate), certificate.getPublicKey().getAlgorithm()));
    };
  }

  private static List<String> atLeast(
      X509Certificate certificate, String kind, int bits, int least) {
    return bits >= least
        ? List.of()
        : List.of(
            "%s has an %s key of %d bits, which is too weak: at least %d"
                .formatted(ChainCheck.subject(certificate), kind, bits, least));
  }
}
