package dev.airgap.installer.tls;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SiteTls.InternalCa;
import dev.airgap.pki.CertificateAuthority;
import dev.airgap.pki.Certificates;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.yaml.InvalidFileException;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A CA that is made once, for 10 years, and kept; it issues for its own domain alone. */
final class OwnAuthority implements CertificateWay {
  private static final Duration VALIDITY = Duration.ofDays(3650);

  private final List<HostPlace> hosts;
  private final String plane;
  private final InternalCa form;
  private final TlsReach reach;
  private final AuthorityKeeper keeper;

  OwnAuthority(Site site, InternalCa form, TlsReach reach) {
    this.hosts = HostPlace.of(site);
    this.plane = site.entrance().namespace();
    this.form = form;
    this.reach = reach;
    this.keeper =
        form.keyIn()
            .<AuthorityKeeper>map(file -> new InFileAuthority(file, reach))
            .orElseGet(() -> new InClusterAuthority(reach));
  }

  @Override
  public TlsOutlook look()
      throws ClusterException, InvalidFileException, UnusableKeyException, IOException {
    TlsOutlook.Draft draft = new TlsOutlook.Draft();
    Optional<CertificateAuthority> kept = kept();
    String what = "internal CA for " + form.domain();
    if (kept.isPresent()) {
      X509Certificate certificate = kept.get().certificate();
      draft.action(what + ": is there");
      draft.end(Ends.of(what, certificate));
      new IssuedCertificates(kept.get(), List.of(certificate), reach).look(hosts, draft);
    } else {
      draft.action("%s, kept in %s".formatted(what, keeper.place()));
      hosts.forEach(host -> draft.action("certificate for " + host.text()));
    }
    if (form.keyIn().isPresent()) {
      draft.warning(
          "the CA's key is in %s alone: without a copy of that file and its passphrase nobody can renew a certificate"
              .formatted(form.keyIn().get().file()));
      if (reach.secret(InClusterAuthority.SYSTEM, InClusterAuthority.SECRET).isPresent()) {
        draft.warning(
            "the Secret %s/%s still holds a CA's key, which tls.internalCa.keyIn keeps outside: delete that Secret"
                .formatted(InClusterAuthority.SYSTEM, InClusterAuthority.SECRET));
      }
    }
    return draft.outlook();
  }

  @Override
  public TlsMaterial provide(TlsWriter writer)
      throws ClusterException, InvalidFileException, UnusableKeyException, IOException {
    Optional<CertificateAuthority> kept = kept();
    CertificateAuthority authority = kept.isPresent() ? kept.get() : make(writer);
    writer.saw(Ends.of("internal CA for " + form.domain(), authority.certificate()));
    List<X509Certificate> trusted = List.of(authority.certificate());
    new IssuedCertificates(authority, trusted, reach).provide(hosts, writer);
    return writer.material(trusted);
  }

  private CertificateAuthority make(TlsWriter writer)
      throws ClusterException, InvalidFileException, IOException {
    CertificateAuthority made =
        CertificateAuthority.create(name(), form.domain(), VALIDITY, reach.clock());
    keeper.keep(made, writer);
    return made;
  }

  private String name() {
    return "ZenML internal CA " + form.domain();
  }

  private Optional<CertificateAuthority> kept()
      throws ClusterException, InvalidFileException, UnusableKeyException, IOException {
    Optional<CertificateAuthority> kept = keeper.read();
    if (kept.isPresent()) {
      requireDomain(kept.get());
    } else {
      refuseSuccessor();
    }
    return kept;
  }

  private void requireDomain(CertificateAuthority kept) throws ClusterException {
    if (!kept.domain().equals(Optional.of(form.domain()))) {
      throw new ClusterException(
          "the CA that is kept in %s is bound to %s, the site file says %s: no client would accept its certificates. Use that domain; or, if every client may be given another CA, take that one away"
              .formatted(keeper.place(), kept.domain().orElse("no domain"), form.domain()));
    }
  }

  /** Clients that trust a CA of this name would not trust the certificates of another. */
  private void refuseSuccessor() throws ClusterException, UnusableKeyException {
    Optional<Map<String, byte[]>> given = reach.secret(plane, TlsMaterial.CA_SECRET);
    if (given.isEmpty()) {
      return;
    }
    byte[] pem = given.get().getOrDefault(TlsMaterial.CA_KEY, new byte[0]);
    X509Certificate known =
        Certificates.parse("%s/%s".formatted(plane, TlsMaterial.CA_SECRET), pem).getFirst();
    if (Certificates.subject(known).equals("CN=" + name())) {
      throw new ClusterException(
          "the site's clients trust an internal CA for %s (%s), and it is not in %s: bring it back there, or name with tls.internalCa.keyIn the file that holds it; if every client may be given another CA, delete the Secret %s/%s"
              .formatted(
                  form.domain(),
                  Certificates.fingerprint(known),
                  keeper.place(),
                  plane,
                  TlsMaterial.CA_SECRET));
    }
  }
}
