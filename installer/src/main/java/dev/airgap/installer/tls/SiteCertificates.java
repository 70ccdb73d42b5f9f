package dev.airgap.installer.tls;

import dev.airgap.installer.certmanager.CertificateIssuer;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.progress.InstallListener;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SiteTls;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.yaml.InvalidFileException;
import java.io.IOException;
import java.time.Instant;

/** Provides what the site's hosts need to answer over TLS, in the way that the site file says. */
public final class SiteCertificates {
  private final TlsReach reach;

  public SiteCertificates(TlsReach reach) {
    this.reach = reach;
  }

  /** What {@link #provide} would do; only reads, and refuses what it would refuse. */
  public TlsOutlook look(Site site)
      throws ClusterException, InvalidFileException, UnusableKeyException, IOException {
    return way(site).look();
  }

  /** Everything that the site's hosts need; what is there and good stays. */
  public TlsMaterial provide(Site site, InstallLease lease, InstallListener listener)
      throws ClusterException,
          InvalidFileException,
          UnusableKeyException,
          PersonNeededException,
          IOException {
    listener.step("certificates");
    TlsMaterial material = way(site).provide(new TlsWriter(reach.cluster(), lease, listener));
    Instant now = reach.now();
    material.ends().forEach(ends -> listener.done(ends.line(now)));
    listener.done("certificates: %d written".formatted(material.changed().size()));
    return material;
  }

  /** By which certificates have ended or not. */
  public Instant now() {
    return reach.now();
  }

  private CertificateWay way(Site site) {
    return switch (site.tls()) {
      case SiteTls.InternalCa form -> new OwnAuthority(site, form, reach);
      case SiteTls.GivenCa form ->
          form.key()
              .<CertificateWay>map(key -> new IssuingAuthority(site, form, key, reach))
              .orElseGet(() -> new SignedRequests(site, form, reach));
      case SiteTls.GivenCertificates form -> new GivenFiles(site, form, reach);
      case SiteTls.ExistingSecret form -> new PresentSecrets(site, form, reach);
      case SiteTls.ByIssuer form ->
          new ManagedCertificates(site, form, reach, new CertificateIssuer(reach.cluster()));
      case SiteTls.Elsewhere form ->
          new EndsElsewhere(site, form, new SiteHttps(site.records(), form.trusted()));
    };
  }
}
