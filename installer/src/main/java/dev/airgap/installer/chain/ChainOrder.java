package dev.airgap.installer.chain;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether each certificate of a chain is issued by the next. */
final class ChainOrder {
  private ChainOrder() {}

  static Optional<String> refusal(List<X509Certificate> chain) {
    for (int i = 0; i + 1 < chain.size(); i++) {
      X509Certificate one = chain.get(i);
      if (!isIssuedBy(one, chain.get(i + 1))) {
        List<X509Certificate> sorted = sorted(chain);
        return Optional.of(
            sorted.size() == chain.size()
                ? "the certificates stand in the wrong order: write them as %s"
                    .formatted(
                        sorted.stream().map(ChainCheck::subject).collect(Collectors.joining(", ")))
                : "%s is issued by %s, and what follows it is %s: after each certificate stands that of its issuer"
                    .formatted(
                        ChainCheck.subject(one),
                        ChainCheck.issuer(one),
                        ChainCheck.subject(chain.get(i + 1))));
      }
    }
    return Optional.empty();
  }

  /** As many of them as follow from the one that issued none of the others. */
  private static List<X509Certificate> sorted(List<X509Certificate> chain) {
    List<X509Certificate> rest = new ArrayList<>(chain);
    List<X509Certificate> sorted = new ArrayList<>();
    Optional<X509Certificate> next =
        chain.stream()
            .filter(one -> chain.stream().noneMatch(o -> !o.equals(one) && isIssuedBy(o, one)))
            .findFirst();
    while (next.isPresent()) {
      X509Certificate last = next.get();
      rest.remove(last);
      sorted.add(last);
      next = rest.stream().filter(issuer -> isIssuedBy(last, issuer)).findFirst();
    }
    return sorted;
  }

  static boolean isIssuedBy(X509Certificate one, X509Certificate issuer) {
    if (!one.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
      return false;
    }
    try {
      one.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
