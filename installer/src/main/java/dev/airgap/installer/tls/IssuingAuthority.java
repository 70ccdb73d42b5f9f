package dev.airgap.installer.tls;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.site.SecretSource;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SiteTls.GivenCa;
import dev.airgap.pki.CertificateAuthority;
import dev.airgap.pki.Certificates;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.yaml.InvalidFileException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** An authority of the site that signs here; its key is read for this run and kept nowhere. */
final class IssuingAuthority implements CertificateWay {
  private final List<HostPlace> hosts;
  private final GivenCa form;
  private final SecretSource key;
  private final TlsReach reach;

  IssuingAuthority(Site site, GivenCa form, SecretSource key, TlsReach reach) {
    this.hosts = HostPlace.of(site);
    this.form = form;
    this.key = key;
    this.reach = reach;
  }

  @Override
  public TlsOutlook look() throws ClusterException, InvalidFileException, UnusableKeyException {
    IssuedCertificates issued = issued();
    TlsOutlook.Draft draft = new TlsOutlook.Draft();
    X509Certificate authority = form.chain().getFirst();
    draft.end(Ends.of("CA given, '%s'".formatted(Certificates.subject(authority)), authority));
    issued.look(hosts, draft);
    return draft.outlook();
  }

  @Override
  public TlsMaterial provide(TlsWriter writer)
      throws ClusterException, InvalidFileException, UnusableKeyException {
    issued().provide(hosts, writer);
    return writer.material(form.trusted());
  }

  /** One certificate for each host is made and judged, before any is used. */
  private IssuedCertificates issued()
      throws ClusterException, InvalidFileException, UnusableKeyException {
    CertificateAuthority authority =
        CertificateAuthority.given(
            "tls.givenCa.key (%s)".formatted(key.place()),
            reach.siteSecrets().of(key),
            form.chain());
    IssuedCertificates issued = new IssuedCertificates(authority, form.trusted(), reach);
    List<String> wrong = new ArrayList<>();
    for (HostPlace host : hosts) {
      issued
          .trial(host)
          .forEach(problem ->
              wrong.add(
                  "tls.givenCa: what it would issue for %s is refused: %s"
                      .formatted(host.host(), problem)));
    }
    if (!wrong.isEmpty()) {
      throw new InvalidFileException(wrong);
    }
    return issued;
  }
}
