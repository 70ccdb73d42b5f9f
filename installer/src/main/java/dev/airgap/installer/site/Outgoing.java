package dev.airgap.installer.site;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * How pods reach what is outside of the site.
 *
 * @param extraCas whom they trust there, beside the public authorities and the site's own
 */
public record Outgoing(Optional<OutgoingProxy> proxy, List<X509Certificate> extraCas) {
  /** Directly, and as the site's hosts are trusted. */
  public static final Outgoing DIRECT = new Outgoing(Optional.empty(), List.of());

  public Outgoing {
    extraCas = List.copyOf(extraCas);
  }
}
