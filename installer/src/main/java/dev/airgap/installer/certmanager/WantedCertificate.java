package dev.airgap.installer.certmanager;

import dev.airgap.installer.site.SiteTls;
import java.util.List;
import java.util.Map;

/**
 * A certificate that cert-manager shall issue, and renew from then on.
 *
 * @param name of the Certificate and of the Secret that it writes
 */
public record WantedCertificate(
    String namespace, String name, String host, SiteTls.ByIssuer issuer) {
  /** What must stand in the Certificate; ECDSA P-256, and a new key with each renewal. */
  Map<String, Object> spec() {
    return Map.of(
        "secretName", name,
        "dnsNames", List.of(host),
        "usages", List.of("digital signature", "server auth"),
        "privateKey", Map.of("algorithm", "ECDSA", "size", 256, "rotationPolicy", "Always"),
        "issuerRef",
            Map.of("name", issuer.issuer(), "kind", issuer.kind(), "group", issuer.group()));
  }

  Map<String, Object> object() {
    return Map.of(
        "apiVersion",
        Kinds.CERTIFICATE.apiVersion(),
        "kind",
        Kinds.CERTIFICATE.kind(),
        "metadata",
        Map.of(
            "namespace",
            namespace,
            "name",
            name,
            "labels",
            Map.of("app.kubernetes.io/managed-by", "bundle")),
        "spec",
        spec());
  }

  /** As messages name it. */
  public String place() {
    return "%s/%s".formatted(namespace, name);
  }
}
