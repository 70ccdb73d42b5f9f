package dev.airgap.installer.tls;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.site.Site;
import dev.airgap.pki.Certificates;
import dev.airgap.pki.UnusableKeyException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** The CA that a site's clients must trust, as it lies in the cluster: the one place to ask. */
public record SiteAuthority(X509Certificate certificate, String pem) {
  /** Empty where nothing was installed yet, or where the site has no CA of its own. */
  public static Optional<SiteAuthority> read(Cluster cluster, Site site)
      throws ClusterException, UnusableKeyException {
    String namespace = site.controlPlane().namespace();
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
            Certificates.parse(place, pem.get()).getFirst(),
            new String(pem.get(), StandardCharsets.US_ASCII)));
  }
}
