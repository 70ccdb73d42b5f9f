package dev.airgap.installer.site;

import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.util.Set;

/** Reads which of cert-manager's issuers issues the site's certificates. */
record CertManagerReader(Problems problems) {
  private static final String GROUP = "cert-manager.io";
  private static final String CLUSTER_ISSUER = "ClusterIssuer";
  private static final Set<String> KINDS = Set.of("Issuer", CLUSTER_ISSUER);

  TlsReader.Form read(YamlMapping mapping) {
    String issuer = mapping.text("issuer", problems);
    String group = mapping.optionalText("group", problems).orElse(GROUP);
    String kind = mapping.optionalText("kind", problems).orElse(CLUSTER_ISSUER);
    if (group.equals(GROUP) && !KINDS.contains(kind)) {
      problems.add(
          mapping.position("kind"),
          "'%s' is no kind of cert-manager's own: write Issuer or ClusterIssuer, or the group of an external issuer as group"
              .formatted(kind));
    }
    mapping.rejectUnknown(Remedies.OF_CERT_MANAGER, problems);
    return (hosts, trusted) -> new SiteTls.ByIssuer(issuer, kind, group, trusted);
  }
}
