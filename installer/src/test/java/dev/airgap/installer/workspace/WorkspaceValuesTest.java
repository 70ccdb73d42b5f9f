package dev.airgap.installer.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.cluster.GivenSecrets;
import dev.airgap.installer.cluster.Namespaces;
import dev.airgap.installer.controlplane.ChartSecrets;
import dev.airgap.installer.controlplane.RunningSecrets;
import dev.airgap.installer.json.Json;
import dev.airgap.installer.receipt.ClientImage;
import dev.airgap.installer.site.Gateway;
import dev.airgap.installer.site.SecretSource;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SiteReader;
import dev.airgap.installer.site.SiteTls;
import dev.airgap.installer.testing.ChartBytes;
import dev.airgap.installer.testing.SampleManifest;
import dev.airgap.installer.testing.SampleSite;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.Versions;
import dev.airgap.pki.CertificateAuthority;
import dev.airgap.secrets.RunSecrets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkspaceValuesTest {
  private static final String OLD = "zenml: {database: {passwordSecretRef: }, debug: true}\n";
  private static final String NEW =
      "server: {database: {passwordSecretRef: }, pro: {enrollmentKeySecretRef: }}\n";

  private final RunSecrets secrets = new RunSecrets();

  private String values(String version, ChartSecrets chartSecrets) {
    return values(version, chartSecrets, SampleSite.with(Map.of(), Map.of()));
  }

  private String values(String version, ChartSecrets chartSecrets, Site site) {
    return values(version, chartSecrets, site, Optional.empty());
  }

  private String values(
      String version, ChartSecrets chartSecrets, Site site, Optional<ClientImage> clientImage) {
    WorkspaceValues.Keys keys =
        new WorkspaceValues.Keys(
            secrets.keep("data base/word"),
            secrets.keep("jwt-word"),
            secrets.keep("encryption-word"),
            secrets.keep("restart-word"),
            RunningSecrets.NONE,
            GivenSecrets.of(
                Map.of(new SecretSource.Environment("VAULT"), secrets.keep("vault-word"))));
    Enrolled enrolled = new Enrolled("o-1", "Example", "w-1", secrets.keep("enrollment-word"));
    return new WorkspaceValues(
            site,
            SampleManifest.of(new Versions.Pro("0.13.18", version, version)),
            chartSecrets,
            clientImage)
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
    assertThat(values).contains("\"enrollmentKey\":\"enrollment-word\"", "\"debug\":false");
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
    return read(
        """
          environment: {LOG: json}
          workloadManager:
            resources: {limits: {memory: 1Gi}}
            tolerations: [{operator: Exists}]
            maxConcurrentRuns: 3
        """,
        "");
  }

  /**
   * @param more of the workspace
   * @param ofDatabase more of its database
   */
  private Site read(String more, String ofDatabase) throws Exception {
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
              database: {host: db.test, name: one, username: one, password: {env: WS}%s}
            """
                    .formatted(ofDatabase)
                + more,
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

  @Test
  void whatTheSiteFileSaysOfAServer_reachesTheNewestChart(@TempDir Path folder) throws Exception {
    Site site =
        read(
            """
              secretsStore: {hashicorp: {address: 'https://vault.test', token: {env: VAULT}}}
              replicas: 2
              proxy: {https: 'http://proxy.test:3128'}
            """,
            ", pool: {size: 30, overflow: -1}, threads: 60, backup: {strategy: dump-file, volume: {size: 10Gi}}");
    ChartSecrets chartSecrets = new ChartSecrets(ChartBytes.standIn("zenml", folder));
    assertThat(values("0.95.1", chartSecrets, site))
        .contains(
            "\"repository\":\"registry.test/zenml/zenml-pro-server\"",
            "\"tag\":\"0.95.1@%s\"".formatted(SampleManifest.SERVER.digest()),
            "\"auth\":{\"jwtSecretKey\":\"jwt-word\"}",
            "\"poolSize\":\"30\"",
            "\"maxOverflow\":\"-1\"",
            "\"backupPVStorageSize\":\"10Gi\"",
            "\"threadPoolSize\":60",
            "\"fsGroup\":1000",
            "\"vault_addr\":\"https://vault.test\"",
            "{\"name\":\"ZENML_SECRETS_STORE_VAULT_TOKEN\",\"secretKey\":\"vault_token\",\"secretName\":\"bundle-values\"}",
            "\"certificates\":{\"secretRefs\":[",
            "\"replicaCount\":2",
            "\"httpsProxy\":\"http://proxy.test:3128\"",
            "\"podAnnotations\":{\"airgap.dev/secrets\"")
        .doesNotContain("vault-word", "imagePullSecrets");
    assertThat(chartSecrets.ignored(List.of())).isEmpty();
  }

  @Test
  void vaultIsReachedWithoutTheProxy_andWhatCloudsOfferIsNot() throws Exception {
    String chart =
        "server: {proxy: {enabled: false, httpsProxy: , additionalNoProxy: []}, secretsStore: {hashicorp: {authConfig: {}}}}\n";
    Site site =
        read(
            """
              secretsStore: {hashicorp: {address: 'https://vault.test', token: {env: VAULT}}}
              backupSecretsStore: {aws: {region: eu-central-1}}
              proxy: {https: 'http://proxy.test:3128'}
            """,
            "");
    assertThat(values("0.95.1", new ChartSecrets(ChartBytes.defaults(chart)), site))
        .containsPattern(
            "\"additionalNoProxy\":\\[\"zenml.corp.test\",\"one.zenml.corp.test\",[^\\]]*\"vault.test\"\\]");
  }

  @Test
  void withoutAWord_aServerGetsTheLeast_andTheRegistrysAccount() throws Exception {
    assertThat(values("0.95.1", new ChartSecrets(ChartBytes.defaults(NEW))))
        .contains(
            "\"imagePullSecrets\":[{\"name\":\"%s\"}]".formatted(Namespaces.PULL_SECRET),
            "\"requests\":{\"cpu\":\"100m\",\"memory\":\"450Mi\"}",
            "\"limits\":{\"memory\":\"800Mi\"}");
  }

  /** A server reads authorities when it starts, and only then. */
  @Test
  void anAuthorityOfTheSite_startsServersAnew_evenWithoutASecretByReference() throws Exception {
    String chart = "zenml: {}\npodAnnotations: {}\n";
    CertificateAuthority authority =
        CertificateAuthority.create("x", "zenml.test", Duration.ofDays(9), Clock.systemUTC());
    Site trusting = SampleSite.with(new SiteTls.Elsewhere(List.of(authority.certificate())));
    Site without = SampleSite.with(new SiteTls.Elsewhere(List.of()));
    assertThat(values("0.80.0", new ChartSecrets(ChartBytes.defaults(chart)), trusting))
        .contains("podAnnotations");
    assertThat(values("0.80.0", new ChartSecrets(ChartBytes.defaults(chart)), without))
        .doesNotContain("podAnnotations");
  }

  private static String runner(String of) {
    return "WORKLOAD_MANAGER_RUNNER_IMAGE\":\"%s\"".formatted(of);
  }

  @Test
  void jobsRunTheClientImageWithTheSitesCa_whereThereIsOne() throws Exception {
    Digest digest = SampleManifest.SERVER.digest();
    ClientImage client = new ClientImage("registry.test/zenml/client:1-ca-0", digest, "client:1");
    ChartSecrets chartSecrets =
        new ChartSecrets(ChartBytes.defaults("server: {environment: {}}\n"));
    assertThat(values("0.95.1", chartSecrets, withManager(), Optional.of(client)))
        .contains(runner("registry.test/zenml/client:1-ca-0@" + digest));
    String server = "registry.test/zenml/zenml-pro-server:0.95.1@" + digest;
    Site byServer = read("  workloadManager: {runner: server}\n", "");
    assertThat(values("0.95.1", chartSecrets, byServer, Optional.of(client)))
        .contains(runner(server));
    assertThat(chartSecrets.ignored(List.of())).isEmpty();
  }

  @Test
  void aBundleWithoutTheImageForJobs_isSaid() throws Exception {
    ChartSecrets chartSecrets =
        new ChartSecrets(ChartBytes.defaults("server: {environment: {}}\n"));
    assertThat(values("0.95.1", chartSecrets, withManager())).contains(runner(""));
    assertThat(chartSecrets.ignored(List.of()))
        .containsExactly(
            "the bundle has no client image for jobs of the workload manager: write another 'runner'");
  }
}
