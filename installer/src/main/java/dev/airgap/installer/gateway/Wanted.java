package dev.airgap.installer.gateway;

import dev.airgap.installer.site.Gateway;
import dev.airgap.installer.site.SiteTls.SecretPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a server wants of a Gateway.
 *
 * @param labels of its namespace, as they are or will be
 * @param secret with its certificate; empty where the site's people gave the listener another one
 * @param pending who brings that Secret, in words, where it is not there yet
 */
record Wanted(
    Gateway gateway,
    String host,
    String namespace,
    Map<String, String> labels,
    Optional<SecretPlace> secret,
    Optional<String> pending) {
  Wanted {
    labels = Map.copyOf(labels);
  }

  /** A listener that would do, as it stands in a Gateway. */
  String listener() {
    List<String> lines = new ArrayList<>();
    lines.add("  - name: " + gateway.section().orElse(namespace));
    lines.add("    hostname: " + host);
    if (secret.isPresent()) {
      lines.add("    port: 443");
      lines.add("    protocol: HTTPS");
      lines.add(
          "    tls: {mode: Terminate, certificateRefs: [{name: %s}]}"
              .formatted(secret.get().name()));
    } else {
      lines.add("    port: 80");
      lines.add("    protocol: HTTP");
    }
    lines.add(
        "    allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {kubernetes.io/metadata.name: %s}}}}"
            .formatted(namespace));
    return String.join("\n", lines);
  }
}
