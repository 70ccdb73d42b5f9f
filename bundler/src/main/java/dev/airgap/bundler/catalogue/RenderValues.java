package dev.airgap.bundler.catalogue;

import dev.airgap.manifest.ChartRole;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Values that make the product's charts render what an install would run, so that no image is
 * missed: a database (else no migration hook), an ingress with TLS, custom CAs (else no init
 * container), pull secrets, enrollment.
 */
public final class RenderValues {
  /** Stands for the target registry's prefix; never spoken to (RFC 6761). */
  public static final String PREFIX = "bundle.invalid/zenml";

  private static final String HOST = "zenml.site.invalid";
  private static final List<Integer> RENAMED = List.of(0, 94, 2);

  private RenderValues() {}

  public static Map<String, Object> of(ChartRole role, String version) {
    return switch (role) {
      case CONTROL_PLANE -> controlPlane(version);
      case WORKSPACE -> server(version, "zenml-pro-server", true);
      case SERVER -> server(version, "zenml-server", false);
      case OTHER -> Map.of();
    };
  }

  private static Map<String, Object> controlPlane(String version) {
    Map<String, Object> zenml = new TreeMap<>(shared());
    zenml.put(
        "image",
        Map.of(
            "api", image("zenml-pro-api", version),
            "dashboard", image("zenml-pro-dashboard", version)));
    zenml.put(
        "database",
        Map.of(
            "external",
            Map.of(
                "type",
                "postgres",
                "host",
                "db.site.invalid",
                "username",
                "zenml",
                "password",
                "rendered",
                "database",
                "zenml_pro")));
    zenml.put("auth", Map.of("password", Map.of("enabled", true, "adminPassword", "rendered")));
    return Map.of("imagePullSecrets", List.of(Map.of("name", "pull")), "zenml", zenml);
  }

  private static Map<String, Object> server(String version, String image, boolean pro) {
    Map<String, Object> server = new TreeMap<>(shared());
    server.put("image", image(image, version));
    server.put("analyticsOptIn", false);
    server.put("database", Map.of("url", "mysql://zenml:rendered@db.site.invalid:3306/zenml"));
    server.put("auth", Map.of("jwtSecretKey", "rendered"));
    server.put("secretsStore", Map.of("type", "sql", "sql", Map.of("encryptionKey", "rendered")));
    if (pro) {
      server.put("pro", enrollment());
    }
    return Map.of("imagePullSecrets", List.of(Map.of("name", "pull")), key(version), server);
  }

  private static Map<String, Object> enrollment() {
    Map<String, Object> pro = new TreeMap<>();
    pro.put("enabled", true);
    pro.put("apiURL", "https://" + HOST + "/api/v1");
    pro.put("dashboardURL", "https://" + HOST);
    for (String field :
        List.of("organizationID", "organizationName", "workspaceID", "workspaceName")) {
      pro.put(field, "rendered");
    }
    pro.put("enrollmentKey", "rendered");
    return pro;
  }

  private static Map<String, Object> shared() {
    return Map.of(
        "serverURL", "https://" + HOST,
        "ingress",
            Map.of(
                "enabled",
                true,
                "className",
                "nginx",
                "annotations",
                Map.of(),
                "host",
                HOST,
                "tls",
                Map.of("enabled", true, "secretName", "tls")),
        "certificates", Map.of("secretRefs", List.of(Map.of("name", "site-ca", "key", "ca.crt"))));
  }

  private static Map<String, Object> image(String name, String version) {
    return Map.of("repository", PREFIX + "/" + name, "tag", version);
  }

  /** Chart 0.94.2 renamed the server's top-level key; older ones ignore the new name in silence. */
  static String key(String version) {
    String[] parts = version.split("[.+-]");
    for (int i = 0; i < RENAMED.size(); i++) {
      int part = i < parts.length ? number(parts[i]) : 0;
      if (part != RENAMED.get(i)) {
        return part < RENAMED.get(i) ? "zenml" : "server";
      }
    }
    return "server";
  }

  private static int number(String part) {
    return part.matches("[0-9]{1,6}") ? Integer.parseInt(part) : Integer.MAX_VALUE;
  }
}
