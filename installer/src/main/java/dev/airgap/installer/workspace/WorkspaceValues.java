package dev.airgap.installer.workspace;

import dev.airgap.installer.controlplane.ChartValues;
import dev.airgap.installer.json.Json;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.installer.tls.TlsMaterial;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.ImageRole;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The values of the chart {@code zenml} for a Pro workspace. */
final class WorkspaceValues {
  /** Holds the database's password in the workspace's namespace. */
  static final String DATABASE_SECRET = "zenml-database";

  static final String DATABASE_KEY = "password";

  private final Site site;
  private final BundleManifest manifest;

  WorkspaceValues(Site site, BundleManifest manifest) {
    this.site = site;
    this.manifest = manifest;
  }

  /** The secrets that were made once for a workspace. */
  record Keys(Secret jwt, Secret encryption) {}

  Secret with(WorkspaceSite workspace, Enrolled enrolled, Keys keys, RunSecrets secrets) {
    Map<String, Object> server = new TreeMap<>();
    server.put("image", image());
    server.put("serverURL", "https://" + workspace.host());
    server.put("analyticsOptIn", false);
    server.put("database", database(workspace));
    server.put("auth", Map.of("jwtSecretKey", keys.jwt().reveal()));
    server.put(
        "secretsStore",
        Map.of("type", "sql", "sql", Map.of("encryptionKey", keys.encryption().reveal())));
    server.put("pro", pro(workspace, enrolled));
    server.put(
        "ingress",
        ChartValues.ingress(
            site.ingress().className(), workspace.host(), TlsMaterial.SERVER_SECRET));
    server.put("certificates", ChartValues.authority(TlsMaterial.CA_SECRET, TlsMaterial.CA_KEY));
    Map<String, Object> ours = new TreeMap<>();
    ours.put(ServerKey.of(manifest.versions().server()), server);
    ours.put("resources", minimum());
    if (site.registry().pulling().isPresent()) {
      ours.put("imagePullSecrets", List.of(Map.of("name", ChartValues.PULL_SECRET)));
    }
    return secrets.keep(Json.write(ChartValues.merged(ours, workspace.values())));
  }

  private Map<String, Object> image() {
    ImageEntry entry =
        manifest.images().stream()
            .filter(image -> image.role() == ImageRole.SERVER)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("the bundle has no server"));
    return ChartValues.image(site.registry().prefix(), entry);
  }

  /** The password goes by reference: Helm keeps all values in its release Secrets. */
  private static Map<String, Object> database(WorkspaceSite workspace) {
    Site.Database database = workspace.database();
    return Map.of(
        "url",
            "mysql://%s@%s:%d/%s"
                .formatted(database.username(), database.host(), database.port(), database.name()),
        "passwordSecretRef", Map.of("name", DATABASE_SECRET, "key", DATABASE_KEY));
  }

  private Map<String, Object> pro(WorkspaceSite workspace, Enrolled enrolled) {
    Map<String, Object> pro = new TreeMap<>();
    pro.put("enabled", true);
    pro.put("apiURL", "https://%s/api/v1".formatted(site.controlPlane().host()));
    pro.put("dashboardURL", "https://" + site.controlPlane().host());
    pro.put("organizationID", enrolled.organizationId());
    pro.put("organizationName", enrolled.organizationName());
    pro.put("workspaceID", enrolled.workspaceId());
    pro.put("workspaceName", workspace.name());
    pro.put("enrollmentKey", enrolled.key().reveal());
    return pro;
  }

  /** The least that the vendor's guide gives a server. */
  private static Map<String, Object> minimum() {
    return Map.of(
        "requests", Map.of("cpu", "100m", "memory", "450Mi"), "limits", Map.of("memory", "800Mi"));
  }
}
