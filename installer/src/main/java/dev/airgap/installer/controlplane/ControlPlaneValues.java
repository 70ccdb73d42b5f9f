package dev.airgap.installer.controlplane;

import dev.airgap.installer.json.Json;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.tls.TlsMaterial;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.ImageRole;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The values of the chart {@code zenml-pro}. */
final class ControlPlaneValues {
  static final String ADMIN = "admin";

  private final Site site;
  private final BundleManifest manifest;

  ControlPlaneValues(Site site, BundleManifest manifest) {
    this.site = site;
    this.manifest = manifest;
  }

  Secret with(Secret databasePassword, Secret adminPassword, RunSecrets secrets) {
    Map<String, Object> zenml = new TreeMap<>();
    zenml.put(
        "image", Map.of("api", image(ImageRole.API), "dashboard", image(ImageRole.DASHBOARD)));
    zenml.put("serverURL", "https://" + site.controlPlane().host());
    zenml.put("database", Map.of("external", database(databasePassword)));
    zenml.put(
        "auth",
        Map.of(
            "password",
            Map.of(
                "enabled", true, "adminUsername", ADMIN, "adminPassword", adminPassword.reveal())));
    zenml.put(
        "ingress",
        ChartValues.ingress(
            site.ingress().className(), site.controlPlane().host(), TlsMaterial.SERVER_SECRET));
    zenml.put("certificates", ChartValues.authority(TlsMaterial.CA_SECRET, TlsMaterial.CA_KEY));
    Map<String, Object> ours = new TreeMap<>();
    ours.put("zenml", zenml);
    if (site.registry().pulling().isPresent()) {
      ours.put("imagePullSecrets", List.of(Map.of("name", ChartValues.PULL_SECRET)));
    }
    return secrets.keep(Json.write(ChartValues.merged(ours, site.controlPlane().values())));
  }

  private Map<String, Object> database(Secret password) {
    Site.Database database = site.controlPlane().database();
    Map<String, Object> external = new TreeMap<>();
    external.put("type", database.type());
    external.put("host", database.host());
    external.put("port", database.port());
    external.put("username", database.username());
    external.put("password", password.reveal());
    external.put("database", database.name());
    return external;
  }

  private Map<String, Object> image(ImageRole role) {
    ImageEntry entry =
        manifest.images().stream()
            .filter(image -> image.role() == role)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("the bundle has no " + role));
    return ChartValues.image(site.registry().prefix(), entry);
  }
}
