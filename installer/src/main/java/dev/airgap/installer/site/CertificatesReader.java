package dev.airgap.installer.site;

import dev.airgap.installer.site.SiteTls.GivenCertificate;
import dev.airgap.installer.site.SiteTls.GivenCertificates;
import dev.airgap.yaml.Position;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads {@code certificates: {cert, key, hosts: {HOST: {cert, key}}}}: one for all hosts, others
 * for single ones.
 */
final class CertificatesReader {
  private static final String HOSTS = "hosts";
  private static final String FORM = "{cert: FILE, key: {file: PATH}}";

  private final PemReader pem;
  private final SecretReader secrets;
  private final Problems problems;
  private final TlsReader.Judged judged;

  CertificatesReader(
      PemReader pem, SecretReader secrets, Problems problems, TlsReader.Judged judged) {
    this.pem = pem;
    this.secrets = secrets;
    this.problems = problems;
    this.judged = judged;
  }

  /** A certificate, and where the file says so. */
  private record Placed(Position where, Position key, Optional<GivenCertificate> certificate) {}

  TlsReader.Form read(YamlMapping given) {
    Optional<Placed> all = Optional.empty();
    if (given.has("cert") || given.has("key") || !given.has(HOSTS)) {
      all = Optional.of(one(given, given.position()));
    }
    Map<String, Placed> some = new TreeMap<>();
    given
        .optionalMapping(HOSTS, problems)
        .ifPresent(hosts -> {
          for (String host : hosts.keys()) {
            YamlMapping own = hosts.mapping(host, "write " + FORM, problems);
            some.put(host, one(own, hosts.keyPosition(host)));
            own.rejectUnknown(problems);
          }
        });
    given.rejectUnknown(Remedies.OF_CERTIFICATES, problems);
    Optional<Placed> others = all;
    return (hosts, trusted) -> of(given.position(), hosts, trusted, others, some);
  }

  private Placed one(YamlMapping given, Position key) {
    Optional<PemReader.PemFile> file = given.required("cert", pem::file, problems);
    SecretSource source = secrets.required(given, "key");
    return new Placed(
        given.position("cert"),
        key,
        file.map(pem -> new GivenCertificate(pem.path(), pem.certificates(), source)));
  }

  private SiteTls of(
      Position where,
      SortedSet<String> hosts,
      List<X509Certificate> trusted,
      Optional<Placed> all,
      Map<String, Placed> some) {
    SortedSet<String> others = new TreeSet<>(hosts);
    SortedMap<String, GivenCertificate> found = new TreeMap<>();
    some.forEach((host, placed) -> {
      if (!others.remove(host)) {
        problems.add(
            placed.key(),
            "'%s' is no host of this site; these are: %s"
                .formatted(host, String.join(", ", hosts)));
      }
      judge(placed, new TreeSet<>(List.of(host)), trusted, found);
    });
    if (all.isPresent()) {
      judge(all.get(), others, trusted, found);
    } else if (!others.isEmpty()) {
      problems.add(
          where,
          "no certificate is named for %s: write cert and key for all hosts that 'hosts' does not name"
              .formatted(String.join(", ", others)));
    }
    return new GivenCertificates(found, trusted);
  }

  private void judge(
      Placed placed,
      SortedSet<String> hosts,
      List<X509Certificate> trusted,
      Map<String, GivenCertificate> found) {
    placed
        .certificate()
        .ifPresent(certificate -> {
          judged.by(trusted, placed.where(), check -> check.ofServer(certificate.chain(), hosts));
          hosts.forEach(host -> found.put(host, certificate));
        });
  }
}
