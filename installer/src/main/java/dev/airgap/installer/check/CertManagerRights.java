package dev.airgap.installer.check;

import dev.airgap.installer.cluster.Right;
import dev.airgap.installer.site.SiteTls;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Every right that certificates of cert-manager want; none where the site has another form. */
final class CertManagerRights {
  private static final String GROUP = "cert-manager.io";
  private static final String ACME = "acme.cert-manager.io";

  private final Set<Right> rights = new LinkedHashSet<>();

  private CertManagerRights() {}

  static Set<Right> of(SiteTls tls, Collection<String> namespaces) {
    CertManagerRights needed = new CertManagerRights();
    if (tls instanceof SiteTls.ByIssuer form) {
      needed.toSeeIssuers(form, namespaces);
      namespaces.forEach(needed::toHaveIssued);
    }
    return needed.rights;
  }

  /** Those of other groups are not looked at. */
  private void toSeeIssuers(SiteTls.ByIssuer form, Collection<String> namespaces) {
    if (form.group().equals(GROUP) && form.isClusterIssuer()) {
      add("", GROUP, "clusterissuers", "get");
    } else if (form.group().equals(GROUP)) {
      namespaces.forEach(namespace -> add(namespace, GROUP, "issuers", "get"));
    }
  }

  /** Its Certificates, and what tells why one of them is not issued. */
  private void toHaveIssued(String namespace) {
    add(namespace, GROUP, "certificates", "get", "create", "patch", "delete");
    add(namespace, GROUP, "certificaterequests", "list");
    add(namespace, ACME, "orders", "list");
    add(namespace, ACME, "challenges", "list");
  }

  private void add(String namespace, String group, String resource, String... verbs) {
    List.of(verbs).forEach(verb -> rights.add(new Right(namespace, group, resource, verb)));
  }
}
