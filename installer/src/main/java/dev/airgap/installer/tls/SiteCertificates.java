package dev.airgap.installer.tls;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.cluster.SecretContent;
import dev.airgap.installer.progress.InstallListener;
import dev.airgap.installer.site.Site;
import dev.airgap.pki.CertificateAuthority;
import dev.airgap.pki.CertificateAuthority.ServerCertificate;
import dev.airgap.pki.Certificates;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.secrets.RunSecrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Provides certificates: the CA is made once and kept, its key alone in {@code bundle-system}; a
 * server certificate is made again when it ends within 30 days or is not of this CA, host and key.
 */
public final class SiteCertificates {
  private static final String SYSTEM = "bundle-system";
  private static final String AUTHORITY_SECRET = "internal-ca";
  private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3650);
  private static final Duration SERVER_VALIDITY = Duration.ofDays(397);
  private static final Duration RENEWAL = Duration.ofDays(30);

  private final Cluster cluster;
  private final InstallLease lease;
  private final RunSecrets secrets;
  private final Clock clock;
  private final InstallListener listener;

  public SiteCertificates(
      Cluster cluster,
      InstallLease lease,
      RunSecrets secrets,
      Clock clock,
      InstallListener listener) {
    this.cluster = cluster;
    this.lease = lease;
    this.secrets = secrets;
    this.clock = clock;
    this.listener = listener;
  }

  /** A host that needs a certificate, and the namespace that its Secret belongs to. */
  private record Host(String namespace, String name) {}

  /** Everything that the site's hosts need; what is there and good stays. */
  public TlsMaterial provide(Site site) throws ClusterException, UnusableKeyException {
    listener.step("certificates");
    List<String> changed = new ArrayList<>();
    CertificateAuthority authority = authority(site.certificateDomain(), changed);
    String pem = Certificates.toPem(authority.certificate());
    for (Map.Entry<String, String> host : site.hosts().entrySet()) {
      mountable(host.getValue(), pem, changed);
      server(new Host(host.getValue(), host.getKey()), authority, changed);
    }
    listener.done("certificates: %d written".formatted(changed.size()));
    return new TlsMaterial(authority.certificate(), pem, changed);
  }

  private CertificateAuthority authority(String domain, List<String> changed)
      throws ClusterException, UnusableKeyException {
    Optional<Map<String, byte[]>> kept = cluster.secret(SYSTEM, AUTHORITY_SECRET);
    if (kept.isPresent()) {
      return requireDomain(
          CertificateAuthority.of(
              secrets.keep(text(kept.get(), "tls.key")), text(kept.get(), "tls.crt")),
          domain);
    }
    CertificateAuthority made =
        CertificateAuthority.create(
            "ZenML internal CA " + domain, domain, AUTHORITY_VALIDITY, clock);
    lease.requireHeld();
    cluster.applySecret(
        new SecretContent(
            SYSTEM,
            AUTHORITY_SECRET,
            "kubernetes.io/tls",
            Map.of(
                "tls.crt", bytes(Certificates.toPem(made.certificate())),
                "tls.key", bytes(made.keyPem(secrets).reveal()))));
    changed.add("internal CA for " + domain);
    return made;
  }

  private static CertificateAuthority requireDomain(CertificateAuthority kept, String domain)
      throws ClusterException {
    if (!kept.domain().equals(Optional.of(domain))) {
      throw new ClusterException(
          "the CA that is kept in %s/%s is bound to %s, the site file says %s: no client would accept its certificates. Use that domain; or, if every client may be given another CA, delete that Secret"
              .formatted(SYSTEM, AUTHORITY_SECRET, kept.domain().orElse("no domain"), domain));
    }
    return kept;
  }

  /** The CA without its key, where charts can mount it. */
  private void mountable(String namespace, String pem, List<String> changed)
      throws ClusterException {
    lease.requireHeld();
    boolean written =
        cluster.applySecret(
            new SecretContent(
                namespace,
                TlsMaterial.CA_SECRET,
                "Opaque",
                Map.of(TlsMaterial.CA_KEY, bytes(pem))));
    if (written) {
      changed.add("%s/%s".formatted(namespace, TlsMaterial.CA_SECRET));
    }
  }

  private void server(Host host, CertificateAuthority authority, List<String> changed)
      throws ClusterException {
    Optional<Map<String, byte[]>> there =
        cluster.secret(host.namespace(), TlsMaterial.SERVER_SECRET);
    if (there.isPresent() && isGood(there.get(), host.name(), authority.certificate())) {
      return;
    }
    ServerCertificate made = authority.issue(List.of(host.name()), SERVER_VALIDITY, clock, secrets);
    lease.requireHeld();
    cluster.applySecret(
        new SecretContent(
            host.namespace(),
            TlsMaterial.SERVER_SECRET,
            "kubernetes.io/tls",
            Map.of("tls.crt", bytes(made.chainPem()), "tls.key", bytes(made.keyPem().reveal()))));
    changed.add("certificate for " + host.name());
  }

  private boolean isGood(Map<String, byte[]> secret, String host, X509Certificate authority) {
    try {
      X509Certificate leaf =
          Certificates.parse("tls.crt", secret.getOrDefault("tls.crt", new byte[0])).getFirst();
      leaf.verify(authority.getPublicKey());
      boolean lasts = leaf.getNotAfter().toInstant().isAfter(clock.instant().plus(RENEWAL));
      return lasts
          && names(leaf).contains(host)
          && CertificateAuthority.belongs(secrets.keep(text(secret, "tls.key")), leaf);
    } catch (UnusableKeyException | GeneralSecurityException e) {
      return false;
    }
  }

  private static List<String> names(X509Certificate leaf) throws CertificateParsingException {
    return leaf.getSubjectAlternativeNames() == null
        ? List.of()
        : leaf.getSubjectAlternativeNames().stream()
            .map(name -> String.valueOf(name.get(1)))
            .toList();
  }

  private static String text(Map<String, byte[]> data, String key) {
    return new String(data.getOrDefault(key, new byte[0]), StandardCharsets.US_ASCII);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
