package dev.airgap.installer.site;

import dev.airgap.installer.site.SiteTls.GivenCa;
import dev.airgap.pki.Certificates;
import dev.airgap.yaml.Position;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Reads {@code givenCa: {cert, key, requests}}: an authority of the site's own. */
final class GivenCaReader {
  private static final String REQUESTS = "certificate-requests";

  private final PemReader pem;
  private final SecretReader secrets;
  private final Problems problems;
  private final TlsReader.Judged judged;

  GivenCaReader(PemReader pem, SecretReader secrets, Problems problems, TlsReader.Judged judged) {
    this.pem = pem;
    this.secrets = secrets;
    this.problems = problems;
    this.judged = judged;
  }

  TlsReader.Form read(YamlMapping ca) {
    Optional<List<X509Certificate>> chain = ca.required("cert", pem::certificates, problems);
    Optional<SecretSource> key =
        ca.has("key") ? Optional.of(secrets.outside(ca, "key")) : Optional.empty();
    Path requests =
        ca.optional("requests", pem::path, problems).orElseGet(() -> pem.path(REQUESTS));
    if (key.isPresent() && ca.has("requests")) {
      problems.add(
          ca.position("requests"),
          "with the key, nobody has to sign requests: leave 'requests' or 'key' out");
    }
    ca.rejectUnknown(Remedies.OF_GIVEN_CA, problems);
    Position where = ca.position("cert");
    return (hosts, trusted) -> {
      List<X509Certificate> own = chain.orElse(List.of());
      List<X509Certificate> roots = trusted.isEmpty() ? root(own, where) : trusted;
      if (!own.isEmpty() && !roots.isEmpty()) {
        judged.by(roots, where, check -> check.ofAuthority(own, hosts));
      }
      return new GivenCa(own, key, requests, roots);
    };
  }

  /** The last one in the file, for clients to trust. */
  private List<X509Certificate> root(List<X509Certificate> chain, Position where) {
    if (chain.isEmpty()) {
      return List.of();
    }
    X509Certificate last = chain.getLast();
    if (!Certificates.isSelfIssued(last)) {
      problems.add(
          where,
          "'%s' is issued by '%s', and clients with OpenSSL, as Python has, accept a chain only up to a root: append the certificates up to the root, or name the root's file as ca: below tls"
              .formatted(
                  Certificates.subject(last),
                  Certificates.shown(last.getIssuerX500Principal().toString())));
      return List.of();
    }
    return List.of(last);
  }
}
