package dev.airgap.installer.check;

import dev.airgap.installer.cluster.Right;
import dev.airgap.installer.site.Gateway;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SitePart;
import dev.airgap.installer.site.SiteTls;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Every right that servers behind Gateways want beside those to their own namespaces. */
final class GatewayRights {
  private static final String GROUP = "gateway.networking.k8s.io";
  private static final String SECRETS = "secrets";

  private final Set<Right> rights = new LinkedHashSet<>();

  private GatewayRights() {}

  static Set<Right> of(Site site) {
    GatewayRights needed = new GatewayRights();
    for (SitePart part : site.parts()) {
      part.gateway().ifPresent(gateway -> needed.ofOne(site.tls(), part, gateway));
    }
    return needed.rights;
  }

  private void ofOne(SiteTls tls, SitePart part, Gateway gateway) {
    add("", GROUP, "gatewayclasses", "get");
    add(gateway.namespace(), GROUP, "gateways", "get");
    add(part.namespace(), GROUP, "httproutes", "list");
    switch (tls) {
      case SiteTls.Elsewhere none -> {}
      case SiteTls.ExistingSecret existing -> add(gateway.namespace(), "", SECRETS, "get");
      case SiteTls.ByIssuer issued -> add(gateway.namespace(), "", SECRETS, "get");
      case SiteTls.InternalCa ca -> toWrite(gateway);
      case SiteTls.GivenCa ca -> toWrite(gateway);
      case SiteTls.GivenCertificates given -> toWrite(gateway);
    }
  }

  /** The Secret that the Gateway's listener names. */
  private void toWrite(Gateway gateway) {
    add(gateway.namespace(), "", SECRETS, "get", "create", "patch", "update");
  }

  private void add(String namespace, String group, String resource, String... verbs) {
    List.of(verbs).forEach(verb -> rights.add(new Right(namespace, group, resource, verb)));
  }
}
