package dev.airgap.samples.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartRenderingTest {

  private static final String PRO =
      """
      imagePullSecrets: [{name: pull}]
      server:
        analyticsOptIn: false
        serverURL: https://ws.example.test
        image: {repository: "registry.test:5000/zenml/zenml-pro-server"}
        database: {url: "mysql://zenml:pw@db.test:3306/ws"}
        pro: {enabled: true, apiURL: "https://cp.test/api/v1", dashboardURL: "https://cp.test",
              organizationID: o1, workspaceID: w1, enrollmentKey: key}
        ingress: {host: ws.example.test, annotations: {}, tls: {enabled: true, secretName: ws-tls}}
        certificates: {secretRefs: [{name: site-ca, key: ca.crt}]}
      """;

  private static EmptyCluster cluster;

  @TempDir Path folder;

  @BeforeAll
  static void startCluster() throws IOException {
    cluster = new EmptyCluster();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  private RenderedChart workspace(String values) {
    return RenderedChart.of(Path.of("charts/zenml"), "zenml", values, folder);
  }

  private RenderedChart controlPlane(String values) {
    return RenderedChart.of(Path.of("charts/zenml-pro"), "zenml-pro", values, folder);
  }

  @Nested
  class Workspace {

    @Test
    void proServer_rendersTheObjectsOfTheRealChart() {
      assertThat(workspace(PRO).names())
          .containsExactlyInAnyOrder(
              "Deployment/zenml",
              "Service/zenml",
              "Secret/zenml",
              "ServiceAccount/zenml",
              "Ingress/zenml",
              "Secret/zenml-db-migration",
              "ServiceAccount/zenml-db-migration",
              "Job/zenml-db-migration",
              "Pod/zenml-test-connection");
    }

    @Test
    void migrationJobAndServer_runOneImageWithThePullSecret() {
      RenderedChart chart = workspace(PRO);
      for (String name : new String[] {"Deployment/zenml", "Job/zenml-db-migration"}) {
        assertThat(chart.container(name).get("image"))
            .isEqualTo("registry.test:5000/zenml/zenml-pro-server:0.95.1");
        assertThat(chart.podSpec(name).get("imagePullSecrets")).asString().contains("pull");
        assertThat(chart.podSpec(name).get("initContainers"))
            .asString()
            .contains("cat /custom-certs/*.crt");
        assertThat(chart.variable(name, "SSL_CERT_FILE"))
            .isEqualTo("/updated-certs/ca-certificates.crt");
        assertThat(chart.variable(name, "ZENML_ANALYTICS_OPT_IN")).isEqualTo("false");
      }
    }

    @Test
    void tagWithDigest_isAppendedToTheRepository() {
      String digest = "sha256:" + "0a".repeat(32);
      RenderedChart chart = workspace(PRO + "zenml: {image: {tag: \"0.95.1@" + digest + "\"}}");
      assertThat(chart.container("Deployment/zenml").get("image"))
          .asString()
          .endsWith(":0.95.1@" + digest);
    }

    @Test
    void oldKey_winsOverTheNewOne() {
      RenderedChart chart =
          workspace("server: {analyticsOptIn: true}\nzenml: {analyticsOptIn: false}\n");
      assertThat(chart.variable("Deployment/zenml", "ZENML_ANALYTICS_OPT_IN")).isEqualTo("false");
    }

    @Test
    void noDatabaseUrl_isSqliteWithoutMigration() {
      RenderedChart chart = workspace("server: {replicaCount: 3}");
      assertThat(chart.names()).doesNotContain("Job/zenml-db-migration");
      assertThat(RenderedChart.at(chart.object("Deployment/zenml"), "spec", "replicas"))
          .isEqualTo(1);
    }

    @Test
    void nullAnnotations_withNginxAndTls_failToRender() {
      String values = PRO.replace("annotations: {}, ", "");
      assertThatThrownBy(() -> workspace(values)).hasMessageContaining("wrong type for value");
    }

    @Test
    void unsetDefaults_phoneTheVendor() {
      RenderedChart chart =
          workspace(
              """
              server:
                serverURL: https://ws.example.test
                pro: {enabled: true, organizationID: o1, workspaceID: w1}
              """);
      assertThat(chart.variable("Deployment/zenml", "ZENML_SERVER_PRO_API_URL"))
          .isEqualTo("https://cloudapi.zenml.io");
      assertThat(chart.variable("Deployment/zenml", "ZENML_ANALYTICS_OPT_IN")).isEqualTo("true");
    }

    @Test
    void secretReferences_keepSecretsOutOfTheSecret() {
      RenderedChart chart =
          workspace(
              PRO.replace("enrollmentKey: key", "enrollmentKeySecretRef: {name: enrolled, key: k}")
                  .replace(
                      "url: \"mysql://zenml:pw@db.test:3306/ws\"",
                      "url: \"mysql://zenml@db.test:3306/ws\", passwordSecretRef: {name: db, key: p}"));
      assertThat(chart.object("Secret/zenml").toString())
          .doesNotContain("ZENML_SERVER_PRO_OAUTH2_CLIENT_SECRET");
      assertThat(chart.container("Job/zenml-db-migration").get("env"))
          .asString()
          .contains("name=enrolled", "name=db");
    }

    @Test
    void connectionsAndBackup_areVariables_andZeroIsAsGoodAsNothing() {
      RenderedChart chart =
          workspace(
              PRO.replace(
                  "3306/ws\"",
                  "3306/ws\", poolSize: \"10\", maxOverflow: \"0\", backupStrategy: mydumper, mydumperThreads: 4, mydumperExtraArgs: [\"--rows=1\"]"));
      String job = "Job/zenml-db-migration";
      assertThat(chart.variable(job, "ZENML_STORE_POOL_SIZE")).isEqualTo("10");
      assertThat(chart.variable(job, "ZENML_STORE_MAX_OVERFLOW")).isEqualTo("0");
      assertThat(chart.variable(job, "ZENML_STORE_MYDUMPER_THREADS")).isEqualTo("4");
      assertThat(chart.variable(job, "ZENML_STORE_MYDUMPER_EXTRA_ARGS"))
          .isEqualTo("[\"--rows=1\"]");
      assertThat(chart.podSpec(job).get("volumes"))
          .asString()
          .contains("name=db-backup, emptyDir={}");
      RenderedChart zero = workspace(PRO.replace("3306/ws\"", "3306/ws\", maxOverflow: 0"));
      assertThat(zero.container(job).get("env"))
          .asString()
          .doesNotContain("ZENML_STORE_MAX_OVERFLOW");
    }

    @Test
    void aStoresLogin_standsInTheSecret_unlessAVariableRefersToIt() {
      String vault =
          "%s  secretsStore: {type: hashicorp, hashicorp: {authMethod: token, authConfig: {vault_addr: \"https://v.test\", vault_token: %s}}}\n";
      RenderedChart chart =
          workspace(
              vault.formatted(PRO, "by-reference")
                  + "  environmentSecretKeyRefs: [{name: ZENML_SECRETS_STORE_VAULT_TOKEN, secretName: ours, secretKey: token}]\n");
      for (String name : new String[] {"Deployment/zenml", "Job/zenml-db-migration"}) {
        assertThat(chart.variable(name, "ZENML_SECRETS_STORE_VAULT_ADDR"))
            .isEqualTo("https://v.test");
        assertThat(chart.container(name).get("env")).asString().contains("name=ours");
      }
      assertThat(chart.object("Secret/zenml").toString())
          .contains("ZENML_SECRETS_STORE_VAULT_TOKEN");
      assertThatThrownBy(() -> workspace(vault.formatted(PRO, "null")))
          .hasMessageContaining("b64enc");
    }

    @Test
    void workersClaimsGatewayAndAutoscaling_render() {
      RenderedChart chart =
          workspace(
              PRO.replace(
                          "ingress: {",
                          "gateway: {enabled: true, host: ws.example.test}\n  ingress: {enabled: false, ")
                      .replace(
                          "3306/ws\"",
                          "3306/ws\", backupStrategy: dump-file, backupPVStorageSize: 1Gi")
                  + """
                  autoscaling: {enabled: true}
                  workerDeployments:
                    scheduler: {enabled: true, command: [plugins, start-scheduler], strategy: {type: Recreate}}
                  """);
      assertThat(chart.names())
          .contains(
              "HTTPRoute/zenml",
              "HorizontalPodAutoscaler/zenml",
              "PersistentVolumeClaim/zenml-db-backup",
              "Deployment/zenml-scheduler",
              "Secret/zenml-worker-scheduler");
    }

    @Test
    void generatedCertificate_andCustomCa_render() {
      RenderedChart chart =
          workspace(
              PRO.replace(
                      "enabled: true, secretName", "enabled: true, generateCerts: true, secretName")
                  .replace(
                      "secretRefs: [{name: site-ca, key: ca.crt}]",
                      "customCAs: [{name: corp, certificate: PEM}]"));
      assertThat(chart.names())
          .contains(
              "Secret/ws-tls",
              "Secret/zenml-custom-ca-corp",
              "Secret/zenml-custom-ca-corp-db-migration");
    }
  }

  @Nested
  class ControlPlane {

    private static final String VALUES =
        """
        imagePullSecrets: [{name: pull}]
        zenml:
          serverURL: https://cp.example.test
          image:
            api: {repository: registry.test/zenml/zenml-pro-api}
            dashboard: {repository: registry.test/zenml/zenml-pro-dashboard}
          database: {external: {type: postgres, host: db.test, username: u, password: p}}
          ingress: {host: cp.example.test, tls: {enabled: true, secretName: cp-tls}}
        """;

    @Test
    void chart_rendersTheDocumentedObjects() {
      assertThat(controlPlane(VALUES).names())
          .containsExactlyInAnyOrder(
              "Deployment/zenml-pro",
              "Service/zenml-pro",
              "Deployment/zenml-pro-dashboard",
              "Service/zenml-pro-dashboard",
              "Secret/zenml-pro",
              "ServiceAccount/zenml-pro",
              "Ingress/zenml-pro");
    }

    @Test
    void adminPassword_isMadeUpUnlessGivenOrReferredTo() {
      String name = "ZENML_CLOUD_ADMIN_PASSWORD";
      Object madeUp =
          RenderedChart.at(controlPlane(VALUES).object("Secret/zenml-pro"), "data", name);
      assertThat(madeUp).asString().hasSizeGreaterThan(40);
      RenderedChart referred =
          controlPlane(
              VALUES + "  auth: {password: {adminPasswordSecretRef: {name: admin, key: k}}}");
      assertThat(referred.object("Secret/zenml-pro").toString()).doesNotContain(name);
      assertThat(referred.container("Deployment/zenml-pro").get("env"))
          .asString()
          .contains("name=admin");
    }

    @Test
    void wrongDatabaseType_isRefused() {
      String values = VALUES.replace("type: postgres", "type: postgresql");
      assertThatThrownBy(() -> controlPlane(values))
          .hasMessageContaining("must be postgres or mysql");
    }

    @Test
    void ingress_sendsApiAndHealthToTheApi_andTheRestToTheDashboard() {
      assertThat(controlPlane(VALUES).object("Ingress/zenml-pro").toString())
          .contains("path=/api/v1", "path=/health", "path=/,", "name=zenml-pro-dashboard");
    }
  }
}
