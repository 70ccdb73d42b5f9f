package dev.airgap.registry;

import dev.airgap.pki.TlsIdentity;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * How TLS is spoken to one registry.
 *
 * @param authorities further CAs that are trusted for this registry, and for where it leads, beside
 *     the system's
 * @param client what the registry's own host is shown when it asks who we are; nobody else is
 * @param verified false: the certificate of the registry's own host is not looked at
 */
public record TlsSettings(
    List<X509Certificate> authorities, Optional<TlsIdentity> client, boolean verified) {
  public static final TlsSettings DEFAULT = trusting(List.of());

  public TlsSettings {
    authorities = List.copyOf(authorities);
  }

  public static TlsSettings trusting(List<X509Certificate> authorities) {
    return new TlsSettings(authorities, Optional.empty(), true);
  }
}
