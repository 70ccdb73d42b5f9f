package dev.airgap.installer.workspace;

import dev.airgap.installer.cluster.GivenSecrets;
import dev.airgap.installer.cluster.Namespaces;
import dev.airgap.installer.controlplane.ChartSecrets;
import dev.airgap.installer.controlplane.ChartValues;
import dev.airgap.installer.controlplane.DatabaseValues;
import dev.airgap.installer.controlplane.NoProxy;
import dev.airgap.installer.controlplane.RunningSecrets;
import dev.airgap.installer.controlplane.RunningValues;
import dev.airgap.installer.json.Json;
import dev.airgap.installer.receipt.ClientImage;
import dev.airgap.installer.site.DatabaseOptions;
import dev.airgap.installer.site.SecretsStore;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.ImageRole;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The values of the chart {@code zenml}: of a workspace, or of the open-source edition. */
public final class WorkspaceValues {
  private static final String DATABASE_PASSWORD = "databasePassword";

  private final Site site;
  private final BundleManifest manifest;
  private final ChartSecrets chartSecrets;
  private final String top;
  private final Optional<ClientImage> clientImage;

  /** Without a client image that trusts the site. */
  WorkspaceValues(Site site, BundleManifest manifest, ChartSecrets chartSecrets) {
    this(site, manifest, chartSecrets, Optional.empty());
  }

  WorkspaceValues(
      Site site,
      BundleManifest manifest,
      ChartSecrets chartSecrets,
      Optional<ClientImage> clientImage) {
    this.site = site;
    this.manifest = manifest;
    this.chartSecrets = chartSecrets;
    this.clientImage = clientImage;
    this.top = ServerKey.of(manifest.versions().server());
  }

  /** The secrets that a server is given, but for its enrollment or first account. */
  public record Keys(
      Secret databasePassword,
      Secret jwt,
      Secret encryption,
      Secret restart,
      RunningSecrets running,
      GivenSecrets given) {
    /** Nothing was given for database and secrets store but what is made. */
    public Keys(
        Secret databasePassword,
        Secret jwt,
        Secret encryption,
        Secret restart,
        RunningSecrets running) {
      this(databasePassword, jwt, encryption, restart, running, GivenSecrets.NONE);
    }
  }

  Secret with(WorkspaceSite workspace, Belonging belonging, Keys keys, RunSecrets secrets) {
    Map<String, Object> server = new TreeMap<>();
    server.put("image", image());
    server.put("serverURL", "https://" + workspace.host());
    server.put("analyticsOptIn", false);
    DatabaseOptions options = workspace.database().options();
    Map<String, Object> database = database(workspace.database(), keys.databasePassword());
    database.putAll(new DatabaseValues(chartSecrets, keys.given(), secrets).of(options));
    server.put("database", database);
    server.putAll(DatabaseValues.threads(options));
    server.put("auth", inline("jwtSecretKey", keys.jwt()));
    server.putAll(
        new StoreValues(chartSecrets, top, keys.given(), secrets)
            .of(workspace.secretsStores(), keys.encryption()));
    server.putAll(ChartValues.exposure(site, workspace));
    server.putAll(ChartValues.authority(site.tls()));
    chartSecrets.noDebugging(server, top);
    server.putAll(chartSecrets.variables());
    belonging.addTo(server, new Belonging.Place(site, workspace, top, chartSecrets));
    Map<String, Object> ours = new TreeMap<>();
    ours.put(top, server);
    ours.put("resources", minimum());
    ours.putAll(DatabaseValues.podGroup(options));
    if (site.registry().pulling().isPresent()) {
      ours.put("imagePullSecrets", List.of(Map.of("name", Namespaces.PULL_SECRET)));
    }
    RunningValues.Part part =
        new RunningValues.Part(workspace.key(), WorkspaceServers.RELEASE, top);
    RunningValues running = new RunningValues(part, chartSecrets, ours);
    running.add(workspace.running(), keys.running(), direct(workspace));
    running.addEnvironment(
        new WorkloadValues(site, manifest, clientImage, chartSecrets).with(workspace));
    chartSecrets.trust(site.tls().trusted());
    chartSecrets.restartPods(ours, keys.restart());
    return secrets.keep(Json.write(ChartValues.merged(ours, workspace.values())));
  }

  /** A Vault is the site's own; what clouds offer is outside. */
  private List<String> direct(WorkspaceSite workspace) {
    Stream<String> vaults =
        workspace.secretsStores().all().stream()
            .filter(SecretsStore.Hashicorp.class::isInstance)
            .flatMap(store -> store.endpoints().stream())
            .map(SecretsStore.Endpoint::host);
    List<String> others = NoProxy.of(site, workspace);
    return Stream.concat(others.stream(), vaults).distinct().toList();
  }

  private Map<String, Object> image() {
    ImageEntry entry =
        manifest.images().stream()
            .filter(image -> image.role() == ImageRole.SERVER)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("the bundle has no server"));
    return ChartValues.image(site.registry().prefix(), entry);
  }

  private Map<String, Object> inline(String key, Secret value) {
    Map<String, Object> values = new TreeMap<>();
    chartSecrets.inline(values, key, value);
    return values;
  }

  /** The password stands in the URL only where this chart takes no reference. */
  private Map<String, Object> database(Site.Database database, Secret password) {
    Map<String, Object> values = new TreeMap<>();
    boolean referred =
        chartSecrets.refer(
            values, DATABASE_PASSWORD, password, top, "database", "passwordSecretRef");
    String user = encoded(database.username());
    if (!referred) {
      chartSecrets.noteInline(DATABASE_PASSWORD);
      user += ":" + encoded(password.reveal());
    }
    values.put(
        "url",
        "mysql://%s@%s:%d/%s".formatted(user, database.host(), database.port(), database.name()));
    return values;
  }

  /** RFC 3986, userinfo: a space is no plus sign there. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The least that the vendor's guide gives a server. */
  private static Map<String, Object> minimum() {
    return Map.of(
        "requests", Map.of("cpu", "100m", "memory", "450Mi"), "limits", Map.of("memory", "800Mi"));
  }
}
