package dev.airgap.installer.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.controlplane.ChartSecrets;
import dev.airgap.installer.controlplane.RunningSecrets;
import dev.airgap.installer.json.Json;
import dev.airgap.installer.site.Gateway;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SiteReader;
import dev.airgap.installer.site.SiteTls;
import dev.airgap.installer.testing.ChartBytes;
import dev.airgap.installer.testing.SampleManifest;
import dev.airgap.installer.testing.SampleSite;
import dev.airgap.manifest.Versions;
import dev.airgap.secrets.RunSecrets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WorkspaceValuesTest {
  private static final String OLD = "zenml: {database: {passwordSecretRef: }}\n";
  private static final String NEW =
      "server: {database: {passwordSecretRef: }, pro: {enrollmentKeySecretRef: }}\n";

  private final RunSecrets secrets = new RunSecrets();

  private String values(String version, ChartSecrets chartSecrets) {
    return values(version, chartSecrets, SampleSite.with(Map.of(), Map.of()));
  }

  private String values(String version, ChartSecrets chartSecrets, Site site) {
    WorkspaceValues.Keys keys =
        new WorkspaceValues.Keys(
            secrets.keep("data base/word"),
            secrets.keep("jwt-word"),
            secrets.keep("encryption-word"),
            secrets.keep("restart-word"),
            RunningSecrets.NONE);
    Enrolled enrolled = new Enrolled("o-1", "Example", "w-1", secrets.keep("enrollment-word"));
    return new WorkspaceValues(
            site, SampleManifest.of(new Versions.Pro("0.13.18", version, version)), chartSecrets)
        .with(site.workspaces().getFirst(), enrolled, keys, secrets)
        .reveal();
  }

  @Test
  void aNewChart_getsReferences_belowServer() throws Exception {
    ChartSecrets chartSecrets = new ChartSecrets(ChartBytes.defaults(NEW));
    String values = values("0.95.1", chartSecrets);
    assertThat(values)
        .contains("\"enrollmentKeySecretRef\":{\"key\":\"enrollmentKey\"")
        .contains("mysql://u%40ser@db.test:3306/prod")
        .contains("\"analyticsOptIn\":false")
        .contains("\"apiURL\":\"https://zenml.test/api/v1\"")
        .contains("\"dashboardURL\":\"https://zenml.test\"")
        .doesNotContain("enrollment-word")
        .doesNotContain("word@")
        .doesNotContain("null");
    assertThat(Json.readObject(values).orElseThrow())
        .containsKey("server")
        .doesNotContainKey("zenml");
    assertThat(chartSecrets.inline()).containsExactly("jwtSecretKey", "encryptionKey");
  }

  @Test
  void anOlderChart_getsTheKeyInline_belowZenml() throws Exception {
    ChartSecrets chartSecrets = new ChartSecrets(ChartBytes.defaults(OLD));
    String values = values("0.94.1", chartSecrets);
    assertThat(values).contains("\"enrollmentKey\":\"enrollment-word\"");
    assertThat(Json.readObject(values).orElseThrow())
        .containsKey("zenml")
        .doesNotContainKey("server");
    assertThat(chartSecrets.inline())
        .containsExactly("jwtSecretKey", "encryptionKey", "enrollmentKey");
  }

  @Test
  void aChartWithoutAPasswordReference_getsItInTheUrl_encoded() throws Exception {
    ChartSecrets chartSecrets = new ChartSecrets(ChartBytes.defaults("zenml: {}\n"));
    assertThat(values("0.80.0", chartSecrets))
        .contains("mysql://u%40ser:data%20base%2Fword@db.test:3306/prod");
    assertThat(chartSecrets.inline()).contains("databasePassword");
  }

  @Test
  void tlsThatEndsElsewhere_leavesUrlsAsTheyAre_andTheIngressInTheClear() throws Exception {
    ChartSecrets chartSecrets = new ChartSecrets(ChartBytes.defaults(NEW));
    Site site = SampleSite.with(new SiteTls.Elsewhere(List.of()));
    assertThat(values("0.95.1", chartSecrets, site))
        .contains("\"tls\":{\"enabled\":false", "\"apiURL\":\"https://zenml.test/api/v1\"")
        .doesNotContain("certificates", "zenml-tls");
  }

  @Test
  void withoutAnIngress_theServicesType_isTheSites() throws Exception {
    Site site = SampleSite.with(new SiteTls.Elsewhere(List.of()));
    Site exposed =
        new Site(
            site.cluster(),
            site.registry(),
            new Site.IngressChoice("nginx", "10.0.0.20", Optional.of("LoadBalancer")),
            site.tls(),
            site.product(),
            site.timeouts(),
            site.warnings());
    assertThat(values("0.95.1", new ChartSecrets(ChartBytes.defaults(NEW)), exposed))
        .contains("\"ingress\":{\"annotations\":{},\"enabled\":false")
        .contains("\"service\":{\"type\":\"LoadBalancer\"}")
        .contains("\"serverURL\":\"https://production.zenml.test\"");
  }

  @Test
  void behindAGateway_theChartMakesNoIngress_andARouteForTheHost() throws Exception {
    Gateway gateway = new Gateway("site", "gateways", Optional.of("https"), "10.0.0.21");
    assertThat(
            values(
                "0.95.1", new ChartSecrets(ChartBytes.defaults(NEW)), SampleSite.behind(gateway)))
        .contains("\"ingress\":{\"annotations\":{},\"enabled\":false")
        .contains(
            "\"gateway\":{\"enabled\":true,\"gatewayRef\":{\"name\":\"site\",\"namespace\":\"gateways\"},\"host\":\"production.zenml.test\",\"path\":\"/\",\"sectionName\":\"https\"}");
  }

  private Site withManager() throws Exception {
    return new SiteReader(secrets)
        .read(
            "site.yaml",
            """
            apiVersion: airgap.dev/v1
            kind: Site
            registry: {prefix: registry.test/zenml}
            ingress: {address: 10.0.0.20}
            tls: {internalCa: {domain: zenml.corp.test}}
            controlPlane:
              namespace: zenml-pro
              host: zenml.corp.test
              database: {type: postgres, host: db.test, name: pro, username: pro, password: {env: CP}}
            workspaces:
            - name: one
              organization: Example
              host: one.zenml.corp.test
              database: {host: db.test, name: one, username: one, password: {env: WS}}
              environment: {LOG: json}
              workloadManager:
                resources: {limits: {memory: 1Gi}}
                tolerations: [{operator: Exists}]
                maxConcurrentRuns: 3
            """,
            Path.of(""));
  }

  @Test
  void aWorkloadManager_isNamedByItsVariables_withAnImageOfTheBundle() throws Exception {
    ChartSecrets chartSecrets =
        new ChartSecrets(ChartBytes.defaults("server: {environment: {}}\n"));
    assertThat(values("0.95.1", chartSecrets, withManager()))
        .contains(
            "\"LOG\":\"json\"",
            "zenml_cloud_plugins.kubernetes_workload_manager.KubernetesWorkloadManager",
            "WORKLOAD_MANAGER_NAMESPACE\":\"zenml-pro-one-runs\"",
            "WORKLOAD_MANAGER_SERVICE_ACCOUNT\":\"zenml-runner\"",
            "WORKLOAD_MANAGER_BUILD_RUNNER_IMAGE\":\"false\"",
            "WORKLOAD_MANAGER_POD_RESOURCES\":\"{\\\"limits\\\":{\\\"memory\\\":\\\"1Gi\\\"}}\"",
            "WORKLOAD_MANAGER_TOLERATIONS\":\"[{\\\"operator\\\":\\\"Exists\\\"}]\"",
            "MAX_CONCURRENT_TEMPLATE_RUNS\":\"3\"");
    assertThat(withManager().namespaces())
        .containsExactly("zenml-pro", "zenml-pro-one", "zenml-pro-one-runs");
  }

  @Test
  void anOldServer_hasNoWorkloadManager_andThePlanSaysSo() throws Exception {
    ChartSecrets chartSecrets = new ChartSecrets(ChartBytes.defaults("zenml: {environment: {}}\n"));
    assertThat(values("0.85.0", chartSecrets, withManager())).doesNotContain("WORKLOAD_MANAGER");
    assertThat(chartSecrets.ignored(List.of()))
        .singleElement()
        .asString()
        .contains("wants a server of 0.90.0 or newer, and the bundle has 0.85.0");
  }
}
