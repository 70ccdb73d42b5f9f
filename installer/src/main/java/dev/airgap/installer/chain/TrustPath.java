package dev.airgap.installer.chain;

import dev.airgap.pki.Certificates;
import dev.airgap.pki.NameLimits;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whether a chain leads to an authority that clients know, by the JDK's own validation (PKIX). */
final class TrustPath {
  private final Instant now;
  private final List<X509Certificate> given;

  TrustPath(Instant now, List<X509Certificate> given) {
    this.now = now;
    this.given = given;
  }

  /**
   * @param chain in order
   * @param validate whether the whole is to be validated: not where single certificates are refused
   *     already, as it would only say that again in other words
   */
  Optional<String> refusal(List<X509Certificate> chain, boolean validate) {
    List<X509Certificate> authorities = given.isEmpty() ? publicOnes() : given;
    for (int i = 0; i < chain.size(); i++) {
      X509Certificate one = chain.get(i);
      if (authorities.stream().anyMatch(authority -> isSame(authority, one))) {
        return validate ? invalid(chain.subList(0, i), one) : Optional.empty();
      }
    }
    X509Certificate last = chain.getLast();
    Optional<X509Certificate> authority =
        authorities.stream().filter(one -> ChainOrder.isIssuedBy(last, one)).findFirst();
    return authority.isEmpty()
        ? Optional.of(unknown(last))
        : validate ? invalid(chain, authority.get()) : Optional.empty();
  }

  /** Roots are renewed and signed crosswise: the name and the key make them. */
  private static boolean isSame(X509Certificate one, X509Certificate other) {
    return one.getSubjectX500Principal().equals(other.getSubjectX500Principal())
        && one.getPublicKey().equals(other.getPublicKey());
  }

  private String unknown(X509Certificate last) {
    boolean root = last.getIssuerX500Principal().equals(last.getSubjectX500Principal());
    if (given.isEmpty()) {
      return root
          ? "%s is no public authority: name the file of its certificate as ca: below tls, for pods and clients to trust"
              .formatted(ChainCheck.subject(last))
          : "%s is issued by %s, which is no public authority and not in the file: append its certificate, or, if it is a root, name the file as ca: below tls"
              .formatted(ChainCheck.subject(last), ChainCheck.issuer(last));
    }
    String known = given.stream().map(ChainCheck::subject).collect(Collectors.joining(", "));
    return root
        ? "%s is another authority than the ca: below tls (%s): name that one, or give a certificate of this one"
            .formatted(ChainCheck.subject(last), known)
        : "%s is issued by %s, which is neither in the file nor the ca: below tls (%s): append the certificate of that issuer, or name the right authority"
            .formatted(ChainCheck.subject(last), ChainCheck.issuer(last), known);
  }

  private Optional<String> invalid(List<X509Certificate> path, X509Certificate authority) {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    long between = path.stream().filter(one -> one.getBasicConstraints() >= 0).count();
    int most = authority.getBasicConstraints();
    if (most >= 0 && most < between) {
      return Optional.of(
          "%s allows %d authorities below it (pathlen), and here are %d: have a higher one sign"
              .formatted(ChainCheck.subject(authority), most, between));
    }
    // Clients hold these limits against a root as well; the JDK does so only for those below it.
    for (String name : HostNames.names(path.getFirst())) {
      if (!NameLimits.permit(authority, name)) {
        return Optional.of(
            "%s may not issue for %s (name constraints), which stands in %s"
                .formatted(
                    ChainCheck.subject(authority),
                    Certificates.shown(name),
                    ChainCheck.subject(path.getFirst())));
      }
    }
    try {
      PKIXParameters parameters =
          new PKIXParameters(Set.of(new TrustAnchor(authority, /* nameConstraints= */ null)));
      parameters.setRevocationEnabled(false); // nobody behind an air gap could be asked
      parameters.setDate(Date.from(now));
      CertPathValidator.getInstance("PKIX")
          .validate(
              CertificateFactory.getInstance("X.509").generateCertPath(List.copyOf(path)),
              parameters);
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      return Optional.of(
          "the chain of %s does not lead to %s: %s"
              .formatted(
                  ChainCheck.subject(path.getFirst()),
                  ChainCheck.subject(authority),
                  e.getMessage()));
    }
  }

  private static List<X509Certificate> publicOnes() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return Arrays.stream(factory.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .flatMap(trust -> Arrays.stream(((X509TrustManager) trust).getAcceptedIssuers()))
          .toList();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has its roots", e);
    }
  }
}
