package dev.airgap.installer.controlplane;

import dev.airgap.installer.site.Gateway;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SitePart;
import dev.airgap.installer.site.SiteTls;
import dev.airgap.installer.tls.TlsMaterial;
import dev.airgap.manifest.ImageEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What both of the product's charts take in the same form, and how a user's values join ours. */
public final class ChartValues {
  private static final Map<String, Object> NO_INGRESS =
      Map.of(
          "enabled",
          false,
          "annotations",
          Map.of(),
          "tls",
          Map.of("enabled", false, "generateCerts", false));

  private ChartValues() {}

  /** The charts write {@code repository:tag}: the tag takes the digest along. */
  public static Map<String, Object> image(String prefix, ImageEntry image) {
    return Map.of(
        "repository", prefix + "/" + image.name(), "tag", image.tag() + "@" + image.digest());
  }

  /**
   * An Ingress; annotations are never null, since templates set keys in them.
   *
   * @param tlsSecret without it TLS ends before the Ingress
   */
  public static Map<String, Object> ingress(
      String className, String host, Optional<String> tlsSecret) {
    return Map.of(
        "enabled",
        true,
        "className",
        className,
        "annotations",
        Map.of(),
        "host",
        host,
        "tls",
        tlsSecret
            .map(ChartValues::tls)
            .orElseGet(() -> Map.of("enabled", false, "generateCerts", false)));
  }

  /** How a part is reached: by a Gateway, an Ingress, or what the site has before the Services. */
  public static Map<String, Object> exposure(Site site, SitePart part) {
    return part.gateway()
        .map(gateway ->
            Map.<String, Object>of("ingress", NO_INGRESS, "gateway", route(gateway, part.host())))
        .orElseGet(() -> byIngress(site, part.host()));
  }

  /** Of the server's chart since 0.94.3; it attaches an HTTPRoute. */
  private static Map<String, Object> route(Gateway gateway, String host) {
    return Map.of(
        "enabled",
        true,
        "gatewayRef",
        Map.of("name", gateway.name(), "namespace", gateway.namespace()),
        "sectionName",
        gateway.section().orElse(""),
        "host",
        host,
        "path",
        "/");
  }

  private static Map<String, Object> byIngress(Site site, String host) {
    return site.ingress()
        .services()
        .<Map<String, Object>>map(
            type -> Map.of("ingress", NO_INGRESS, "service", Map.of("type", type)))
        .orElseGet(() ->
            Map.of(
                "ingress", ingress(site.ingress().className(), host, site.tls().serverSecret())));
  }

  private static Map<String, Object> tls(String secret) {
    return Map.of("enabled", true, "generateCerts", false, "secretName", secret);
  }

  /** What pods trust beside the public authorities; nothing where those are enough. */
  public static Map<String, Object> authority(SiteTls tls) {
    return tls.hasAuthority()
        ? Map.of(
            "certificates",
            Map.of(
                "secretRefs",
                List.of(Map.of("name", TlsMaterial.CA_SECRET, "key", TlsMaterial.CA_KEY))))
        : Map.of();
  }

  /** The user's values win, mapping by mapping. */
  public static Map<String, @Nullable Object> merged(
      Map<String, ? extends @Nullable Object> ours, Map<?, ?> users) {
    Map<String, @Nullable Object> all = new TreeMap<>(ours);
    users.forEach((key, value) -> {
      Object before = all.get(String.valueOf(key));
      all.put(
          String.valueOf(key),
          before instanceof Map<?, ?> old && value instanceof Map<?, ?> more
              ? merged(named(old), more)
              : value);
    });
    return all;
  }

  private static Map<String, @Nullable Object> named(Map<?, ?> map) {
    Map<String, @Nullable Object> named = new TreeMap<>();
    map.forEach((key, value) -> named.put(String.valueOf(key), value));
    return named;
  }
}
