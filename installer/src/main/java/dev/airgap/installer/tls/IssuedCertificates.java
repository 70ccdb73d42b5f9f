package dev.airgap.installer.tls;

import dev.airgap.installer.chain.ChainCheck;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.pki.CertificateAuthority;
import dev.airgap.pki.CertificateAuthority.ServerCertificate;
import dev.airgap.pki.UnusableKeyException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Certificates that an authority of ours or of the site issues: 397 days, or as long as the
 * authority lasts. One is made again when it ends within 30 days, or is not of this authority, host
 * and key.
 */
record IssuedCertificates(
    CertificateAuthority authority, List<X509Certificate> trusted, TlsReach reach) {
  private static final Duration VALIDITY = Duration.ofDays(397);

  /** The one that is there, if it is good. */
  Optional<ServedPair> there(HostPlace host) throws ClusterException {
    Optional<Map<String, byte[]>> data = reach.secret(host);
    try {
      return data.isEmpty()
          ? Optional.empty()
          : Optional.of(ServedPair.of("the Secret", data.get(), reach.secrets()))
              .filter(pair -> isGood(pair, host.host()));
    } catch (UnusableKeyException e) {
      return Optional.empty();
    }
  }

  private boolean isGood(ServedPair pair, String host) {
    Instant end = pair.leaf().getNotAfter().toInstant();
    boolean lasts =
        end.isAfter(reach.now().plus(ChainCheck.SOON))
            // no new one would last longer than its authority
            || !end.isBefore(authority.certificate().getNotAfter().toInstant());
    return lasts
        && pair.chain().subList(1, pair.chain().size()).equals(authority.issuers())
        && wrong(pair, host).isEmpty();
  }

  private List<String> wrong(ServedPair pair, String host) {
    return new ChainCheck(reach.now(), trusted).ofServer(pair.chain(), List.of(host)).wrong();
  }

  /** What clients would refuse in what this authority issues for the host. */
  List<String> trial(HostPlace host) {
    return wrong(issue(host), host.host());
  }

  private ServedPair issue(HostPlace host) {
    ServerCertificate made =
        authority.issue(List.of(host.host()), VALIDITY, reach.clock(), reach.secrets());
    List<X509Certificate> chain = new ArrayList<>(List.of(made.leaf()));
    chain.addAll(authority.issuers());
    return new ServedPair(chain, made.keyPem());
  }

  void provide(List<HostPlace> hosts, TlsWriter writer) throws ClusterException {
    writer.authorities(hosts, trusted);
    for (HostPlace host : hosts) {
      Optional<ServedPair> there = there(host);
      writer.server(host, there.isPresent() ? there.get() : issue(host));
    }
  }

  void look(List<HostPlace> hosts, TlsOutlook.Draft draft) throws ClusterException {
    for (HostPlace host : hosts) {
      Optional<ServedPair> there = there(host);
      draft.action("certificate for " + host.text() + (there.isPresent() ? ": is there" : ""));
      there.ifPresent(pair -> draft.end(Ends.ofHost(host.host(), pair.leaf())));
    }
  }
}
