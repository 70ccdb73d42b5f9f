package dev.airgap.installer.chain;

import dev.airgap.pki.Certificates;
import dev.airgap.pki.NameLimits;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Judges chains as clients do: order, strength, dates, names, use, and the way to an authority. All
 * that is wrong is said at once.
 */
public final class ChainCheck {
  /** The most certificates that a chain may have; OpenSSL and browsers stop at about as many. */
  public static final int MOST_CERTIFICATES = 10;

  /** What ends sooner is warned of. */
  public static final Duration SOON = Duration.ofDays(30);

  private final Instant now;
  private final List<X509Certificate> authorities;

  /**
   * @param authorities that clients are given; empty: the public ones that this program knows
   */
  public ChainCheck(Instant now, List<X509Certificate> authorities) {
    this.now = now;
    this.authorities = List.copyOf(authorities);
  }

  /** A server's chain, its own certificate first, for each of these hosts. */
  public ChainFindings ofServer(List<X509Certificate> chain, Collection<String> hosts) {
    List<String> wrong = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    X509Certificate leaf = chain.getFirst();
    wrong.addAll(CertificateUse.ofServer(leaf));
    hosts.forEach(host -> HostNames.refusal(leaf, host).ifPresent(wrong::add));
    List<X509Certificate> issuers = chain.subList(1, chain.size());
    issuers.forEach(issuer -> wrong.addAll(CertificateUse.ofAuthority(issuer)));
    issuers.forEach(issuer -> limits(issuer, hosts, wrong));
    asChain(chain, wrong, warnings);
    return new ChainFindings(wrong, warnings);
  }

  /**
   * What a client shows a server, its own certificate first; whom that server trusts is not known
   * here.
   */
  public ChainFindings ofClient(List<X509Certificate> chain) {
    List<String> wrong = new ArrayList<>(CertificateUse.ofClient(chain.getFirst()));
    List<String> warnings = new ArrayList<>();
    chain.subList(1, chain.size()).forEach(one -> wrong.addAll(CertificateUse.ofIssuer(one)));
    if (chain.size() > MOST_CERTIFICATES) {
      wrong.add(tooMany(chain));
      return new ChainFindings(wrong, warnings);
    }
    chain.forEach(certificate -> wrong.addAll(CertificateUse.strength(certificate)));
    chain.forEach(certificate -> dates(certificate, wrong, warnings));
    ChainOrder.refusal(chain).ifPresent(wrong::add);
    return new ChainFindings(wrong, warnings);
  }

  private static String tooMany(List<X509Certificate> chain) {
    return "%d certificates are no chain: at most %d, the holder's own, then its issuers"
        .formatted(chain.size(), MOST_CERTIFICATES);
  }

  /** A CA that shall sign for these hosts, its own certificate first, then its issuers. */
  public ChainFindings ofAuthority(List<X509Certificate> chain, Collection<String> hosts) {
    List<String> wrong = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    chain.forEach(issuer -> wrong.addAll(CertificateUse.ofAuthority(issuer)));
    chain.forEach(issuer -> limits(issuer, hosts, wrong));
    asChain(chain, wrong, warnings);
    return new ChainFindings(wrong, warnings);
  }

  /** The authorities that clients would be given: roots, and others only beside their roots. */
  public ChainFindings ofRoots() {
    List<String> wrong = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (X509Certificate root : authorities) {
      wrong.addAll(CertificateUse.key(root));
      dates(root, wrong, warnings);
      boolean ends =
          Certificates.isSelfIssued(root)
              || authorities.stream().anyMatch(other -> ChainOrder.isIssuedBy(root, other));
      if (!ends) {
        wrong.add(
            "%s is issued by %s and no root: clients with OpenSSL, as Python has, accept a chain only up to a root; give that one"
                .formatted(subject(root), issuer(root)));
      }
    }
    return new ChainFindings(wrong, warnings);
  }

  private void asChain(List<X509Certificate> chain, List<String> wrong, List<String> warnings) {
    if (chain.size() > MOST_CERTIFICATES) {
      wrong.add(tooMany(chain));
      return;
    }
    chain.forEach(certificate -> wrong.addAll(CertificateUse.strength(certificate)));
    chain.forEach(certificate -> dates(certificate, wrong, warnings));
    ChainOrder.refusal(chain)
        .ifPresentOrElse(
            wrong::add,
            () -> {
              boolean good = wrong.isEmpty();
              new TrustPath(now, authorities).refusal(chain, good).ifPresent(wrong::add);
            });
  }

  private static void limits(X509Certificate issuer, Collection<String> hosts, List<String> wrong) {
    for (String host : hosts) {
      if (!NameLimits.permit(issuer, host)) {
        wrong.add(
            "%s may not issue for %s (name constraints): take another authority, or a host inside its limits"
                .formatted(subject(issuer), host));
      }
    }
  }

  private void dates(X509Certificate certificate, List<String> wrong, List<String> warnings) {
    Instant begin = certificate.getNotBefore().toInstant();
    Instant end = certificate.getNotAfter().toInstant();
    if (now.isAfter(end)) {
      wrong.add(
          "%s ended on %s: give one that is still valid".formatted(subject(certificate), day(end)));
    } else if (now.isBefore(begin)) {
      wrong.add(
          "%s is valid only from %s on, and this machine's clock says %s: put right whichever is wrong"
              .formatted(subject(certificate), day(begin), day(now)));
    } else if (end.isBefore(now.plus(SOON))) {
      warnings.add(
          "%s ends on %s, in %d days: have it renewed"
              .formatted(subject(certificate), day(end), Duration.between(now, end).toDays()));
    }
  }

  private static LocalDate day(Instant instant) {
    return instant.atZone(ZoneOffset.UTC).toLocalDate();
  }

  static String subject(X509Certificate certificate) {
    return "'%s'".formatted(Certificates.subject(certificate));
  }

  static String issuer(X509Certificate certificate) {
    return "'%s'".formatted(Certificates.shown(certificate.getIssuerX500Principal().toString()));
  }
}
