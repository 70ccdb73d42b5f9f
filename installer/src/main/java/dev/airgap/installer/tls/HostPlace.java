package dev.airgap.installer.tls;

import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SiteTls.SecretPlace;
import java.util.List;
import java.util.Optional;

/**
 * A host that needs a certificate.
 *
 * @param namespace of what answers there, whose pods are given the authorities
 * @param served the Secret that its certificate belongs into; empty where TLS ends elsewhere
 */
record HostPlace(String host, String namespace, Optional<SecretPlace> served) {
  static List<HostPlace> of(Site site) {
    return site.partsByHost().stream()
        .map(part -> new HostPlace(part.host(), part.namespace(), site.tls().secretOf(part)))
        .toList();
  }

  /** With the place of its Secret where that is not its own namespace. */
  String text() {
    return served
        .filter(place -> !place.namespace().equals(namespace))
        .map(place -> "%s, in the Secret %s".formatted(host, place.text()))
        .orElse(host);
  }

  /** In a form of TLS that has one. */
  SecretPlace secret() {
    return served.orElseThrow(() -> new IllegalStateException("TLS ends elsewhere"));
  }
}
