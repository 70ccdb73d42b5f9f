package dev.airgap.installer.tls;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SiteTls;
import dev.airgap.installer.site.SiteTls.SecretPlace;
import dev.airgap.pki.Certificates;
import dev.airgap.pki.UnusableKeyException;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at the certificates that the site's hosts have now, in whatever form; needs no key. */
public final class ServedCertificates {
  private final Cluster cluster;

  public ServedCertificates(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * A host's certificate.
   *
   * @param ends empty if there is none that can be read
   */
  public record Seen(String host, Optional<Ends> ends) {}

  /** By host. */
  public List<Seen> look(Site site) throws ClusterException {
    List<Seen> seen = new ArrayList<>();
    for (HostPlace host : HostPlace.of(site)) {
      Optional<X509Certificate> leaf =
          host.served().isPresent() ? inSecret(host.secret()) : shown(host, site);
      seen.add(new Seen(host.host(), leaf.map(found -> Ends.ofHost(host.host(), found))));
    }
    return seen;
  }

  private Optional<X509Certificate> inSecret(SecretPlace place) throws ClusterException {
    Optional<Map<String, byte[]>> data = cluster.secret(place.namespace(), place.name());
    try {
      return data.isEmpty()
          ? Optional.empty()
          : Optional.of(
              Certificates.parse(
                      place.name(), data.get().getOrDefault(ServedPair.CERTIFICATE, new byte[0]))
                  .getFirst());
    } catch (UnusableKeyException e) {
      return Optional.empty();
    }
  }

  private static Optional<X509Certificate> shown(HostPlace host, Site site) {
    SiteTls tls = site.tls();
    try {
      SiteHttps https = new SiteHttps(site.records(), tls.trusted());
      return Optional.of(https.certificates(host.host()).getFirst());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
