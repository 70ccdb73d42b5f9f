package dev.airgap.installer.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.helm.ChartDefaults;
import dev.airgap.installer.cluster.SecretContent;
import dev.airgap.installer.controlplane.ChartInputs;
import dev.airgap.installer.controlplane.ChartSecrets;
import dev.airgap.installer.controlplane.ChartSettings;
import dev.airgap.installer.controlplane.RunningSecrets;
import dev.airgap.installer.json.Json;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SiteProduct.ZenmlServer;
import dev.airgap.installer.testing.ChartBytes;
import dev.airgap.installer.testing.SampleManifest;
import dev.airgap.installer.testing.SampleSite;
import dev.airgap.installer.workspace.WorkspaceServers;
import dev.airgap.installer.workspace.WorkspaceValues;
import dev.airgap.manifest.Versions;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Helm is given for the open-source edition. */
final class OpenSourceValuesTest {
  private static final String OLD =
      "zenml: {image: {}, serverURL: , analyticsOptIn: true, database: {url: , passwordSecretRef: }, auth: {jwtSecretKey: },"
          + " secretsStore: {type: sql, sql: {encryptionKey: }}, environment: {}, secretEnvironment: {}, ingress: {},"
          + " certificates: {secretRefs: []}, debug: true}\npodAnnotations: {}\nresources: {}\nimagePullSecrets: []\n";

  private final RunSecrets secrets = new RunSecrets();

  private ChartSettings settings(
      ChartDefaults chart, String version, Map<String, @Nullable Object> users) {
    Site site = SampleSite.openSource(users);
    ZenmlServer open = (ZenmlServer) site.product();
    ChartInputs inputs =
        new ChartInputs(
            SampleManifest.of(new Versions.OpenSource(version, version)),
            new byte[0],
            chart,
            "v1.34.4");
    Secret word = secrets.keep("jwt-word");
    return WorkspaceServers.settings(
        site,
        open.server(),
        inputs,
        new FirstAccountValues("default", secrets.keep("account-word")),
        new WorkspaceValues.Keys(
            secrets.keep("database-word"), word, word, word, RunningSecrets.NONE),
        secrets);
  }

  private static Map<?, ?> mapping(Map<?, ?> values, String key) {
    return (Map<?, ?>) java.util.Objects.requireNonNull(values.get(key));
  }

  @Test
  void newChart_isActivated_withAPasswordByReference_andWithoutAControlPlane(@TempDir Path folder)
      throws Exception {
    ChartSettings settings = settings(ChartBytes.standIn("zenml", folder), "0.95.1", Map.of());
    Map<String, @Nullable Object> values =
        Json.readObject(settings.run().values().reveal()).orElseThrow();
    Map<?, ?> server = mapping(values, "server");
    assertThat(server.get("environment"))
        .isEqualTo(Map.of("ZENML_SERVER_AUTO_ACTIVATE", "1", "ZENML_DEFAULT_USER_NAME", "default"));
    assertThat(server.get("environmentSecretKeyRefs"))
        .isEqualTo(
            List.of(
                Map.of(
                    "name", "ZENML_SECRETS_STORE_ENCRYPTION_KEY",
                    "secretName", ChartSecrets.NAME,
                    "secretKey", "encryptionKey"),
                Map.of(
                    "name", "ZENML_DEFAULT_USER_PASSWORD",
                    "secretName", ChartSecrets.NAME,
                    "secretKey", "accountPassword")));
    assertThat(server.containsKey("pro")).isFalse();
    assertThat(server.get("analyticsOptIn")).isEqualTo(false);
    assertThat(server.get("serverURL")).isEqualTo("https://zenml.test");
    assertThat(settings.run().values().reveal())
        .doesNotContain("account-word", "database-word", "null")
        .contains("mysql://u%40ser@db.test:3306/zenml");
    assertThat(settings.unknown()).isEmpty();
    assertThat(settings.run().release()).hasToString("zenml-server/zenml");
    SecretContent referred = settings.referred().orElseThrow();
    assertThat(referred.namespace()).isEqualTo("zenml-server");
    assertThat(referred.data().get("accountPassword"))
        .isEqualTo("account-word".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void oldChart_getsThePasswordAmongItsSecretVariables_andThePlanKnows() throws Exception {
    ChartSettings settings = settings(ChartBytes.defaults(OLD), "0.85.0", Map.of());
    Map<?, ?> zenml =
        mapping(Json.readObject(settings.run().values().reveal()).orElseThrow(), "zenml");
    assertThat(zenml.get("secretEnvironment"))
        .isEqualTo(Map.of("ZENML_DEFAULT_USER_PASSWORD", "account-word"));
    assertThat(zenml.containsKey("environmentSecretKeyRefs")).isFalse();
    assertThat(settings.inline()).contains("ZENML_DEFAULT_USER_PASSWORD");
  }

  @Test
  void variablesOfTheUser_standBesideOurs_andMisspeltKeysAreNamed(@TempDir Path folder)
      throws Exception {
    ChartSettings settings =
        settings(
            ChartBytes.standIn("zenml", folder),
            "0.95.1",
            Map.of(
                "server",
                Map.of("environment", Map.of("LOG", "x"), "databse", Map.of("poolSize", 5))));
    Map<?, ?> server =
        mapping(Json.readObject(settings.run().values().reveal()).orElseThrow(), "server");
    assertThat(mapping(server, "environment").keySet()).hasSize(3);
    assertThat(settings.unknown())
        .containsExactly(
            "values of the server: 'server.databse' is no key of this chart, which would ignore it; did you mean 'database'?");
  }
}
