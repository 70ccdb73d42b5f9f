package dev.airgap.registry.probe;

import dev.airgap.pki.Certificates;
import dev.airgap.registry.Repository;
import dev.airgap.registry.ServedChain;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells what certificates a registry shows, and which CA would make them valid. */
record CertificateCheck(
    ServedChain chain, String address, Clock clock, Advice advice, Repository repository) {
  private static final Duration SOON = Duration.ofDays(30);

  /** Of a chain that the TLS handshake accepted. */
  Finding accepted() {
    X509Certificate server = server();
    String seen =
        "%s, until %s, issued by %s, trusted by %s"
            .formatted(Certificates.subject(server), end(server), issuer(server), anchor());
    Optional<X509Certificate> soon =
        chain.certificates().stream().filter(one -> endsWithin(one, SOON)).findFirst();
    return soon.isEmpty()
        ? Finding.ok(Check.TLS, seen)
        : Finding.note(
            Check.TLS,
            "%s; %s ends on %s".formatted(seen, Certificates.subject(soon.get()), end(soon.get())),
            advice.on("renew", repository));
  }

  /** Of a chain that was refused; empty if all in it is well, and something else went wrong. */
  Optional<Finding> refused() {
    List<Wrong> wrong =
        Stream.of(ended(), early(), names(), authority()).flatMap(Optional::stream).toList();
    return wrong.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.red(
                Check.TLS,
                join(wrong.stream().map(Wrong::what), "; ") + "; no credentials were sent",
                join(wrong.stream().map(one -> advice.on(one.row(), repository)), ". ") + see()));
  }

  /** Something for which a chain is refused, and the row of advice on it. */
  private record Wrong(String what, String row) {}

  private static String join(Stream<String> sentences, String between) {
    return sentences.collect(Collectors.joining(between));
  }

  private Optional<Wrong> ended() {
    return chain.certificates().stream()
        .filter(one -> endsWithin(one, Duration.ZERO))
        .findFirst()
        .map(one ->
            new Wrong(
                "the certificate %s ended on %s".formatted(Certificates.subject(one), end(one)),
                "renew"));
  }

  private Optional<Wrong> early() {
    Instant now = clock.instant();
    return chain.certificates().stream()
        .filter(one -> one.getNotBefore().toInstant().isAfter(now))
        .findFirst()
        .map(one ->
            new Wrong(
                "the certificate %s begins on %s, and this machine's clock says %s"
                    .formatted(Certificates.subject(one), one.getNotBefore().toInstant(), now),
                "early"));
  }

  private Optional<Wrong> names() {
    String host = address.substring(0, address.lastIndexOf(':'));
    List<String> names = namesOf(server());
    boolean named = names.stream().anyMatch(name -> Certificates.covers(name, host));
    return named
        ? Optional.empty()
        : Optional.of(
            new Wrong(
                "the certificate is for %s, not for %s"
                    .formatted(names.isEmpty() ? "no host" : String.join(", ", names), host),
                "name"));
  }

  private static List<String> namesOf(X509Certificate certificate) {
    try {
      return Stream.ofNullable(certificate.getSubjectAlternativeNames())
          .flatMap(names -> names.stream())
          .filter(name -> name.get(1) instanceof String)
          .map(name -> Certificates.shown(name.get(1).toString()))
          .toList();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  /** The topmost certificate's issuer, unless one of the trusted signed something in the chain. */
  private Optional<Wrong> authority() {
    if (trusted(chain.given()) || trusted(chain.machine())) {
      return Optional.empty();
    }
    X509Certificate top = chain.certificates().getLast();
    boolean served = top.getIssuerX500Principal().equals(top.getSubjectX500Principal());
    String wanted =
        served
            ? "it needs the CA %s (SHA-256 %s), which the registry shows itself"
                .formatted(Certificates.subject(top), Certificates.fingerprint(top))
            : "it needs the CA '%s', which the registry does not show".formatted(issuer(top));
    return Optional.of(
        new Wrong(
            "no CA that is trusted here signed its certificates: " + wanted + others(top), "tls"));
  }

  private String others(X509Certificate top) {
    if (chain.given().isEmpty()) {
      return "; none was given with --ca (in a site file: ca:), and this machine's %d do not fit"
          .formatted(chain.machine().size());
    }
    boolean namesake =
        chain.given().stream()
            .anyMatch(ca -> ca.getSubjectX500Principal().equals(top.getIssuerX500Principal()));
    return "; %s given: %s"
        .formatted(
            namesake ? "of the same name, but with another key, was" : "another was",
            chain.given().stream()
                .map(ca -> Certificates.subject(ca) + " " + Certificates.fingerprint(ca))
                .collect(Collectors.joining(", ")));
  }

  private String anchor() {
    return trusted(chain.given())
        ? "the CA that was given"
        : trusted(chain.machine()) ? "this machine" : "nobody: it is not verified";
  }

  private boolean trusted(List<X509Certificate> authorities) {
    return chain.certificates().stream()
        .anyMatch(one -> authorities.stream().anyMatch(ca -> isSignedBy(one, ca)));
  }

  private static boolean isSignedBy(X509Certificate certificate, X509Certificate authority) {
    if (certificate.equals(authority)) {
      return true;
    }
    if (!certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
      return false;
    }
    try {
      certificate.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private X509Certificate server() {
    return chain.certificates().getFirst();
  }

  private boolean endsWithin(X509Certificate certificate, Duration time) {
    return certificate.getNotAfter().toInstant().isBefore(clock.instant().plus(time));
  }

  private static Instant end(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant();
  }

  private static String issuer(X509Certificate certificate) {
    return Certificates.shown(certificate.getIssuerX500Principal().toString());
  }

  private String see() {
    return ". To see what it shows: openssl s_client -connect %s -showcerts </dev/null"
        .formatted(address);
  }
}
