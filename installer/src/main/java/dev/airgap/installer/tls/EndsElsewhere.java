package dev.airgap.installer.tls;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SiteTls.Elsewhere;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/** Something before the ingress ends TLS: what it shows to clients can be looked at, no more. */
final class EndsElsewhere implements CertificateWay {
  private final List<HostPlace> hosts;
  private final SortedMap<String, String> addresses;
  private final Elsewhere form;
  private final SiteHttps https;

  EndsElsewhere(Site site, Elsewhere form, SiteHttps https) {
    this.hosts = HostPlace.of(site);
    this.addresses = site.records();
    this.form = form;
    this.https = https;
  }

  @Override
  public TlsOutlook look() {
    TlsOutlook.Draft draft = new TlsOutlook.Draft();
    for (HostPlace host : hosts) {
      String address = address(host);
      draft.action("certificate for %s: is that of %s".formatted(host.host(), address));
      try {
        draft.end(shown(host));
      } catch (IOException e) {
        draft.warning(
            "%s at %s does not answer over TLS as clients want it (%s): the install will wait for that at the end"
                .formatted(host.host(), address, e.getMessage()));
      }
    }
    draft.warning(
        "tls.none: whatever answers at %s ends TLS; what it sends on to the ingress is in the clear, and neither that way nor the renewal of its certificates can be proven here"
            .formatted(String.join(", ", new TreeSet<>(addresses.values()))));
    return draft.outlook();
  }

  private String address(HostPlace host) {
    return addresses.getOrDefault(host.host(), "nowhere");
  }

  private Ends shown(HostPlace host) throws IOException {
    return Ends.of(
        "certificate of %s, as %s shows it".formatted(host.host(), address(host)),
        https.certificates(host.host()).getFirst());
  }

  @Override
  public TlsMaterial provide(TlsWriter writer) throws ClusterException {
    writer.authorities(hosts, form.trusted());
    for (HostPlace host : hosts) {
      try {
        writer.saw(shown(host));
      } catch (IOException e) {
        // said by the plan; the wait for health says it again with the last answer
      }
    }
    return writer.material(form.trusted());
  }
}
