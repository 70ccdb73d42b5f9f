package dev.airgap.installer.tls;

import dev.airgap.installer.chain.ChainCheck;
import dev.airgap.installer.chain.ChainFindings;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SiteTls.ExistingSecret;
import dev.airgap.pki.UnusableKeyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Secrets that somebody else writes and renews: judged, and never written here. */
final class PresentSecrets implements CertificateWay {
  private final List<HostPlace> hosts;
  private final ExistingSecret form;
  private final TlsReach reach;

  PresentSecrets(Site site, ExistingSecret form, TlsReach reach) {
    this.hosts = HostPlace.of(site);
    this.form = form;
    this.reach = reach;
  }

  /** What was found, host by host. */
  private static final class Found {
    private final TlsOutlook.Draft draft = new TlsOutlook.Draft();
    private final List<Ends> ends = new ArrayList<>();
    private final List<HostPlace> missing = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
  }

  @Override
  public TlsOutlook look() throws ClusterException {
    return found().draft.outlook();
  }

  @Override
  public TlsMaterial provide(TlsWriter writer) throws ClusterException, PersonNeededException {
    Found found = found();
    if (!found.missing.isEmpty()) {
      throw new PersonNeededException(toMake(found.missing));
    }
    writer.authorities(hosts, form.trusted());
    found.ends.forEach(writer::saw);
    return writer.material(form.trusted());
  }

  private Found found() throws ClusterException {
    Found found = new Found();
    for (HostPlace host : hosts) {
      Optional<Map<String, byte[]>> data = reach.secret(host);
      if (data.isPresent()) {
        judge(host, data.get(), found);
      } else {
        found.missing.add(host);
        found.draft.action(
            "Secret %s for %s: is missing; a person makes it (exit code 7)"
                .formatted(place(host), host.host()));
      }
    }
    if (!found.wrong.isEmpty()) {
      throw new ClusterException(String.join(System.lineSeparator(), found.wrong));
    }
    return found;
  }

  private void judge(HostPlace host, Map<String, byte[]> data, Found found) {
    String place = "the Secret " + place(host);
    try {
      ServedPair pair = ServedPair.of(place, data, reach.secrets());
      ChainFindings findings =
          new ChainCheck(reach.now(), form.trusted()).ofServer(pair.chain(), List.of(host.host()));
      findings.wrong().forEach(wrong -> found.wrong.add("%s: %s".formatted(place, wrong)));
      findings.warnings().forEach(w -> found.draft.warning("%s: %s".formatted(place, w)));
      Ends ends = Ends.ofHost(host.host(), pair.leaf());
      found.ends.add(ends);
      found.draft.end(ends);
      found.draft.action("Secret %s for %s: is there".formatted(place(host), host.host()));
    } catch (UnusableKeyException e) {
      found.wrong.add(String.valueOf(e.getMessage()));
    }
  }

  private String place(HostPlace host) {
    return host.secret().text();
  }

  private String toMake(List<HostPlace> missing) {
    StringBuilder text =
        new StringBuilder(
            "the site file says that certificates stand in Secrets called %s, and these are missing. Make them, then run the same command again:"
                .formatted(form.name()));
    for (HostPlace host : missing) {
      text.append(
          "%n  kubectl -n %s create secret tls %s --cert=CHAIN-OF-%s.pem --key=KEY.pem"
              .formatted(host.secret().namespace(), form.name(), host.host()));
    }
    return text.toString();
  }
}
