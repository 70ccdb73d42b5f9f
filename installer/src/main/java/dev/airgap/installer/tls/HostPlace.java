package dev.airgap.installer.tls;

import dev.airgap.installer.site.Site;
import java.util.List;

/** A host that needs a certificate, and the namespace that its Secret belongs to. */
record HostPlace(String host, String namespace) {
  static List<HostPlace> of(Site site) {
    return site.hosts().entrySet().stream()
        .map(host -> new HostPlace(host.getKey(), host.getValue()))
        .toList();
  }
}
