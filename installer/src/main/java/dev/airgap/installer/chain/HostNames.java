package dev.airgap.installer.chain;

import dev.airgap.pki.Certificates;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether a certificate is for a host (RFC 6125): by its DNS names alone, where {@code *} stands
 * for exactly one whole label, the first.
 */
final class HostNames {
  private static final int DNS_NAME = 2;
  private static final int MOST_SHOWN = 10;

  private HostNames() {}

  static Optional<String> refusal(X509Certificate leaf, String host) {
    List<String> names = names(leaf);
    if (names.isEmpty()) {
      return Optional.of(
          "%s is for no host: it has no DNS name as subjectAltName, and clients do not look at its common name; it should have %s"
              .formatted(ChainCheck.subject(leaf), host));
    }
    if (names.stream().anyMatch(name -> Certificates.covers(name, host))) {
      return Optional.empty();
    }
    return Optional.of(
        "%s is not for %s, but for %s%s; * stands for one label"
            .formatted(
                ChainCheck.subject(leaf),
                host,
                names.stream()
                    .limit(MOST_SHOWN)
                    .map(Certificates::shown)
                    .collect(Collectors.joining(", ")),
                names.size() > MOST_SHOWN ? ", …" : ""));
  }

  /** The DNS names that a certificate is for. */
  static List<String> names(X509Certificate leaf) {
    try {
      return leaf.getSubjectAlternativeNames() == null
          ? List.of()
          : leaf.getSubjectAlternativeNames().stream()
              .filter(name -> name.getFirst().equals(DNS_NAME))
              .map(name -> String.valueOf(name.get(1)))
              .toList();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }
}
