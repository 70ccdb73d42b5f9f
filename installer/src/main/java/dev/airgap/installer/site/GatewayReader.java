package dev.airgap.installer.site;

import dev.airgap.installer.site.Site.IngressChoice;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code gateway} of a server. */
final class GatewayReader {
  private static final String KEY = "gateway";
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
  private static final int MAX_NAMESPACE = 63;
  private static final String REFERENCE = "write name and namespace, those of the Gateway";

  /** What the chart calls them, and what an Ingress has. */
  private static final Map<String, String> REMEDIES =
      Map.of(
          "gatewayRef", REFERENCE,
          "enabled", "leave it out: with a mapping here, the Gateway is used",
          "sectionName", "write section: NAME, the listener's name",
          "listener", "write section: NAME, the listener's name",
          "host", "the host stands beside 'gateway'",
          "path", "leave it out: a server needs a host of its own, and stands at its /",
          "className", "the class stands in the Gateway itself",
          "annotations", "those of the HTTPRoute stand in values, under gateway.annotations",
          "tls", "the forms stand under 'tls', at the top of the file");

  private final NameReader names;
  private final Problems problems;

  GatewayReader(NameReader names, Problems problems) {
    this.names = names;
    this.problems = problems;
  }

  /** Whether nothing of the site has an Ingress: the open-source edition behind a Gateway. */
  static boolean isAll(SiteProduct product) {
    return product.parts().stream().allMatch(part -> part.gateway().isPresent());
  }

  /** In the ingress's place: nothing names its class, and its address is that of the Gateway. */
  static IngressChoice instead(SiteProduct product) {
    return new IngressChoice(
        "", product.parts().getFirst().gateway().map(Gateway::address).orElse(""));
  }

  /** Empty where the server is to have an Ingress. */
  Optional<Gateway> read(YamlMapping server) {
    return server.optionalMapping(KEY, problems).map(this::gateway);
  }

  private Gateway gateway(YamlMapping gateway) {
    Gateway read =
        new Gateway(
            gateway.text("name", problems),
            names.label(gateway, "namespace", MAX_NAMESPACE),
            gateway.optionalText("section", problems),
            names.address(gateway, "address"));
    requireName(gateway, "name", read.name());
    read.section().ifPresent(section -> requireName(gateway, "section", section));
    gateway.rejectUnknown(REMEDIES, problems);
    return read;
  }

  private void requireName(YamlMapping gateway, String key, String text) {
    if (!text.isEmpty() && !NAME.matcher(text).matches()) {
      problems.add(
          gateway.position(key),
          "'%s' is no name of Kubernetes: lower-case letters, digits, hyphens and dots, at most 253"
              .formatted(text));
    }
  }
}
