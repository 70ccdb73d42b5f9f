package dev.airgap.installer.tls;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.site.Site;
import dev.airgap.pki.Certificates;
import dev.airgap.pki.UnusableKeyException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The CA that a site's clients must trust, as it lies in the cluster: the one place to ask.
 *
 * @param certificates at least one
 * @param pem all of them
 */
public record SiteAuthority(List<X509Certificate> certificates, String pem) {
  public SiteAuthority {
    certificates = List.copyOf(certificates);
  }

  /** One certificate, as a site mostly has it. */
  public static SiteAuthority of(X509Certificate certificate) {
    return new SiteAuthority(List.of(certificate), Certificates.toPem(certificate));
  }

  /** The first: what people compare. */
  public X509Certificate certificate() {
    return certificates.getFirst();
  }

  /** Empty where nothing was installed yet, or where the site has no CA of its own. */
  public static Optional<SiteAuthority> read(Cluster cluster, Site site)
      throws ClusterException, UnusableKeyException {
    String namespace = site.entrance().namespace();
    Optional<byte[]> pem =
        cluster
            .secret(namespace, TlsMaterial.CA_SECRET)
            .map(data -> data.getOrDefault(TlsMaterial.CA_KEY, new byte[0]));
    if (pem.isEmpty()) {
      return Optional.empty();
    }
    String place =
        "%s in the Secret %s/%s".formatted(TlsMaterial.CA_KEY, namespace, TlsMaterial.CA_SECRET);
    return Optional.of(
        new SiteAuthority(
            Certificates.parse(place, pem.get()),
            new String(pem.get(), StandardCharsets.US_ASCII)));
  }
}
