package dev.airgap.installer.controlplane;

import dev.airgap.installer.cluster.GivenSecrets;
import dev.airgap.installer.cluster.Namespaces;
import dev.airgap.installer.json.Json;
import dev.airgap.installer.site.Login;
import dev.airgap.installer.site.Site;
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
  private final ChartSecrets chartSecrets;

  ControlPlaneValues(Site site, BundleManifest manifest, ChartSecrets chartSecrets) {
    this.site = site;
    this.manifest = manifest;
    this.chartSecrets = chartSecrets;
  }

  /** The secrets that the control plane is given. */
  record Keys(
      Secret databasePassword,
      Secret adminPassword,
      Secret restart,
      RunningSecrets running,
      GivenSecrets given) {
    /** Nothing was given for the database but its password. */
    Keys(Secret databasePassword, Secret adminPassword, Secret restart, RunningSecrets running) {
      this(databasePassword, adminPassword, restart, running, GivenSecrets.NONE);
    }
  }

  Secret with(Keys keys, RunSecrets secrets) {
    Map<String, Object> zenml = new TreeMap<>();
    zenml.put(
        "image", Map.of("api", image(ImageRole.API), "dashboard", image(ImageRole.DASHBOARD)));
    zenml.put("serverURL", "https://" + site.controlPlane().host());
    Map<String, Object> external = database(keys.databasePassword());
    ControlPlaneDatabase.put(
        zenml,
        external,
        site.controlPlane().database().options(),
        chartSecrets,
        keys.given(),
        secrets);
    zenml.put("database", Map.of("external", external));
    Site.ControlPlaneSite plane = site.controlPlane();
    Map<String, Object> auth =
        new TreeMap<>(
            new LoginValues(chartSecrets)
                .sso(plane.running().login(), keys.running().clientSecret()));
    auth.put("password", password(plane.running().login(), keys.adminPassword()));
    zenml.put("auth", auth);
    zenml.putAll(ChartValues.exposure(site, site.controlPlane()));
    zenml.putAll(ChartValues.authority(site.tls()));
    chartSecrets.noDebugging(zenml, "zenml");
    Map<String, Object> ours = new TreeMap<>();
    ours.put("zenml", zenml);
    if (site.registry().pulling().isPresent()) {
      ours.put("imagePullSecrets", List.of(Map.of("name", Namespaces.PULL_SECRET)));
    }
    RunningValues.Part part =
        new RunningValues.Part("controlPlane", ControlPlanes.RELEASE, "zenml");
    new RunningValues(part, chartSecrets, ours)
        .add(plane.running(), keys.running(), NoProxy.of(site, plane));
    chartSecrets.trust(site.tls().trusted());
    chartSecrets.restartPods(ours, keys.restart());
    return secrets.keep(Json.write(ChartValues.merged(ours, site.controlPlane().values())));
  }

  private Map<String, Object> database(Secret password) {
    Site.Database database = site.controlPlane().database();
    Map<String, Object> external = new TreeMap<>();
    external.put("type", database.type());
    external.put("host", database.host());
    external.put("port", database.port());
    external.put("username", database.username());
    external.put("database", database.name());
    chartSecrets.put(
        external, "password", password, "zenml", "database", "external", "passwordSecretRef");
    return external;
  }

  private Map<String, Object> password(Login login, Secret adminPassword) {
    Map<String, Object> password = new TreeMap<>();
    password.put("enabled", login.password());
    password.put("adminUsername", ADMIN);
    chartSecrets.put(
        password,
        "adminPassword",
        adminPassword,
        "zenml",
        "auth",
        "password",
        "adminPasswordSecretRef");
    return password;
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
