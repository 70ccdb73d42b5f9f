package dev.airgap.installer.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.installer.site.Placement.Affinity;
import dev.airgap.pki.CertificateAuthority;
import dev.airgap.pki.Certificates;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the pods run, as a site file says it. */
final class RunningTest {
  private static final String SITE =
      """
      apiVersion: airgap.dev/v1
      kind: Site
      registry: {prefix: registry.corp.internal/zenml}
      ingress: {address: 10.0.0.20}
      tls: {internalCa: {domain: zenml.corp.internal}}
      controlPlane:
        namespace: zenml-pro
        host: zenml.corp.internal
        database: {type: postgres, host: db.corp.internal, name: pro, username: pro, password: {env: CP}}
      %s
      """;

  private static Site read(String ofThePlane) throws InvalidFileException {
    return read(ofThePlane, "");
  }

  private static Site read(String ofThePlane, String ofTheSite) throws InvalidFileException {
    return new SiteReader(new RunSecrets())
        .read("site.yaml", SITE.formatted(ofThePlane.indent(2)) + ofTheSite, Path.of(""));
  }

  @Test
  void everyKey_isRead() throws Exception {
    Running running =
        read("""
        replicas: 3
        resources: {requests: {cpu: 0.5, memory: 1Gi}, limits: {memory: 2Gi}}
        nodeSelector: {pool: "7"}
        tolerations: [{key: pool, value: a, effect: NoSchedule, tolerationSeconds: 5}, {operator: Exists}]
        affinity: spread
        podDisruptionBudget: {minAvailable: 50%}
        """)
            .controlPlane()
            .running();
    assertThat(running.placement().replicas()).contains(3);
    assertThat(running.placement().resources())
        .containsEntry("requests", Map.of("cpu", 0.5, "memory", "1Gi"));
    assertThat(running.placement().nodeSelector()).containsEntry("pool", "7");
    assertThat(running.placement().tolerations())
        .containsExactly(
            Map.of("key", "pool", "value", "a", "effect", "NoSchedule", "tolerationSeconds", 5),
            Map.of("operator", "Exists"));
    assertThat(running.placement().affinity()).isEqualTo(new Affinity.Spread());
    assertThat(running.budget()).contains(new PodBudget("minAvailable", 50, true));
  }

  @Test
  void nothingSaid_isAsTheChartSays() throws Exception {
    assertThat(read("").controlPlane().running()).isEqualTo(Running.AS_THE_CHART_SAYS);
    assertThat(read("affinity: none").controlPlane().running())
        .isEqualTo(Running.AS_THE_CHART_SAYS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "replicas: 0 | 'replicas' should be 1 to 100",
        "replicas: 101 | 'replicas' should be 1 to 100",
        "resources: {requests: {memory: lots}} | 'memory' of requests is no amount",
        "resources: {memory: 1Gi} | write it under requests or limits",
        "nodeSelector: {pool: 7} | write it in quotes",
        "tolerations: [{value: a}] | a toleration names the 'key' of a taint",
        "tolerations: [{key: a, vlaue: b}] | unknown key 'vlaue'",
        "tolerations: [{key: a, effect: Never}] | 'effect' should be one of NoExecute, NoSchedule",
        "affinity: scatter | 'affinity' is spread, none, or what Kubernetes takes",
        "podDisruptionBudget: {} | wants exactly one of minAvailable, maxUnavailable",
        "podDisruptionBudget: {minAvailable: all} | 'minAvailable' should be a whole number",
        "podDisruptionBudget: {minAvailable: 101%} | a share such as 50%",
        "podDisruptionBudget: {minAvailable: 1} | minAvailable 1 of 1 pods lets none be moved",
        "podDisruptionBudget: {maxUnavailable: 0} | no node with one of them could ever be drained",
        "{replicas: 3, podDisruptionBudget: {minAvailable: 67%}} | minAvailable 67% of 3 pods",
      })
  void whatIsWrong_isSaid(String text, String sentence) {
    String lines = text.startsWith("{") ? text.substring(1, text.length() - 1) : text;
    assertThatThrownBy(() -> read(lines.replace(", podD", "\npodD")))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "proxy: {https: 'http://me:hunter2@proxy:3128'} | has an account in it",
        "proxy: {https: proxy} | should be a URL such as http://proxy",
        "proxy: {noProxy: ['a,b']} | is neither host, .domain, address nor network",
        "proxy: {httpProxy: x} | write http",
        "environment: {ZENML_SERVER_PRO_API_URL: x} | enrollment follows from",
        "environment: {ZENML_STORE_URL: x} | write it under 'database'",
        "environment: {https_proxy: x} | write 'proxy'",
        "secretEnvironment: {ZENML_SECRETS_STORE_ENCRYPTION_KEY: {env: A}} | write secretsStore or backupSecretsStore",
        "environment: {ZENML_ANALYTICS_OPT_IN: 'true'} | nothing is reported",
        "environment: {SSL_CERT_FILE: x} | pods trust what 'tls' and 'extraCas' name",
        "environment: {A-B: x} | is no name of a variable",
        "secretEnvironment: {A: open} | stands here in the open",
        "serviceAccount: {name: x} | unknown key 'name'",
        "serviceAccount: {annotations: {a b: x}} | is no key of an annotation",
        "login: {password: false} | nobody could log in",
        "login: {sso: {}} | 'oidcConfigurationEndpoint' is missing",
        "login: {sso: {oidcConfigurationEndpoint: 'http://a.b', clientId: a, clientSecret: {env: A}}} | should be the https URL",
        "values: {zenml: {auth: {sso: {enabled: true}}}} | write it under controlPlane.login.sso",
      })
  void whatIsNotTheSites_isRefused(String text, String sentence) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining(sentence)
        .message()
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  void numbersOfPods_upToTheirLimits_areRead(int replicas) throws Exception {
    assertThat(read("replicas: " + replicas).controlPlane().running().placement().replicas())
        .contains(replicas);
  }

  @Test
  void thePartsProxy_takesThePlaceOfTheSites() throws Exception {
    String site = "\nproxy: {https: 'http://proxy.corp.internal:3128', noProxy: [a.corp.internal]}";
    assertThat(read("", site).controlPlane().running().outgoing().proxy().orElseThrow().direct())
        .containsExactly("a.corp.internal");
    assertThat(read("proxy: {}", site).controlPlane().running().outgoing().proxy()).isEmpty();
    assertThat(
            read("proxy: {http: 'http://other:80'}", site)
                .controlPlane()
                .running()
                .outgoing()
                .proxy()
                .orElseThrow()
                .https())
        .isEmpty();
  }

  @Test
  void furtherAuthorities_areJudged(@TempDir Path folder) throws Exception {
    CertificateAuthority authority =
        CertificateAuthority.create("x", "corp.internal", Duration.ofDays(99), Clock.systemUTC());
    Files.writeString(folder.resolve("ca.pem"), Certificates.toPem(authority.certificate()));
    Files.writeString(
        folder.resolve("leaf.pem"),
        authority
            .issue(
                List.of("a.corp.internal"), Duration.ofDays(9), Clock.systemUTC(), new RunSecrets())
            .chainPem());
    String ca = "\nextraCas: [%s]".formatted(folder.resolve("ca.pem"));
    assertThat(read("", ca).controlPlane().running().outgoing().extraCas())
        .containsExactly(authority.certificate());
    String leaf = "\nextraCas: [%s, gone.pem]".formatted(folder.resolve("leaf.pem"));
    assertThatThrownBy(() -> read("", leaf)).hasMessageContaining("gone.pem cannot be read");
    assertThatThrownBy(() -> read("values: {zenml: {certificates: {customCAs: [{name: a}]}}}", ca))
        .hasMessageContaining("name these authorities under extraCas as well");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{namespace: zenml-pro} | the namespace zenml-pro is that of the control plane",
        "{namespace: zenml-pro-one} | is that of workspace one",
        "{namespace: kube-system} | kube-… belongs to the cluster",
        "{form: azure} | 'form' should be one of kubernetes, aws, gcp",
        "{runnerImage: x} | write runner: client or server",
        "{buildRunnerImage: true} | behind an air gap nothing is built",
        "{externalLogs: {bucket: 's3://abc'}} | 'externalLogs' is for form: aws alone",
        "{form: aws, externalLogs: {bucket: 'https://abc'}} | 'bucket' should be one such as s3://",
        "{form: aws, externalLogs: {bucket: 's3://abc', prefix: x}} | unknown key 'prefix'",
        "{form: aws, externalLogs: {}} | 'bucket' is missing",
        "{runner: api} | 'runner' should be one of client, server",
        "{replicas: 2} | unknown key 'replicas'",
        "{backoffLimit: -1} | should be 0 or more",
      })
  void aWorkloadManager_hasANamespaceOfItsOwn_andBuildsNothing(String text, String sentence) {
    assertThatThrownBy(() -> manager(text)).hasMessageContaining(sentence);
  }

  private static PipelineRuns manager(String text) throws InvalidFileException {
    String workspace =
        """

        workspaces:
        - name: one
          organization: Example
          host: one.zenml.corp.internal
          database: {host: db.corp.internal, name: one, username: one, password: {env: WS}}
          workloadManager: %s
        """
            .formatted(text);
    return read("", workspace).workspaces().getFirst().running().workloads().orElseThrow();
  }

  @Test
  void everyKeyOfAWorkloadManager_isRead() throws Exception {
    PipelineRuns manager =
        manager(
            "{form: aws, namespace: runs, serviceAccount: runner, serviceAccountAnnotations: {role: a}, runner: server,"
                + " resources: {limits: {memory: 1Gi}}, nodeSelector: {pool: a}, tolerations: [{operator: Exists}],"
                + " podFailurePolicy: {rules: []}, ttlSecondsAfterFinished: 60, backoffLimit: 0, maxConcurrentRuns: 3,"
                + " externalLogs: {bucket: 's3://runs/logs', region: eu-central-1}}");
    String own = "ZENML_KUBERNETES_WORKLOAD_MANAGER_";
    String aws = "ZENML_AWS_KUBERNETES_WORKLOAD_MANAGER_";
    assertThat(manager)
        .isEqualTo(
            new PipelineRuns(
                PipelineRuns.Cloud.AWS,
                "runs",
                "runner",
                Map.of("role", "a"),
                PipelineRuns.Runner.SERVER,
                new TreeMap<>(
                    Map.ofEntries(
                        Map.entry(own + "POD_RESOURCES", "{\"limits\":{\"memory\":\"1Gi\"}}"),
                        Map.entry(own + "NODE_SELECTOR", "{\"pool\":\"a\"}"),
                        Map.entry(own + "TOLERATIONS", "[{\"operator\":\"Exists\"}]"),
                        Map.entry(own + "POD_FAILURE_POLICY", "{\"rules\":[]}"),
                        Map.entry(own + "TTL_SECONDS_AFTER_FINISHED", "60"),
                        Map.entry(own + "JOB_BACKOFF_LIMIT", "0"),
                        Map.entry("ZENML_SERVER_MAX_CONCURRENT_TEMPLATE_RUNS", "3"),
                        Map.entry(own + "ENABLE_EXTERNAL_LOGS", "true"),
                        Map.entry(aws + "BUCKET", "s3://runs/logs"),
                        Map.entry(aws + "REGION", "eu-central-1")))));
    assertThat(manager("{}").settings()).isEmpty();
  }

  @Test
  void everySecret_isListed_withWhoGetsIt() throws Exception {
    Site site =
        read(
            """
            secretEnvironment: {REDIS_URL: {file: /redis}}
            login: {sso: {oidcConfigurationEndpoint: 'https://login.corp.internal/x', clientId: a, clientSecret: {env: SSO}}}
            """);
    assertThat(site.secrets())
        .extracting(use -> use.key() + " " + use.source().place() + " " + use.receiver())
        .contains(
            "controlPlane secretEnvironment.REDIS_URL file /redis its pods",
            "controlPlane login.sso.clientSecret variable SSO login.corp.internal");
  }

  @Test
  void variables_areRead_andNoneTwice() throws Exception {
    String open = "environment: {LOG: json, LEVEL: debug}\n";
    PodEnvironment read =
        read(open
                + "secretEnvironment: {REDIS_URL: {env: R}}\nserviceAccount: {annotations: {a/b: c}}")
            .controlPlane()
            .running()
            .environment();
    assertThat(read)
        .isEqualTo(
            new PodEnvironment(
                Map.of("a/b", "c"),
                new TreeMap<>(Map.of("LOG", "json", "LEVEL", "debug")),
                new TreeMap<>(Map.of("REDIS_URL", new SecretSource.Environment("R")))));
    assertThatThrownBy(() -> read(open + "secretEnvironment: {LOG: {env: R}}"))
        .hasMessageContaining("'LOG' stands under environment as well: leave one of them out");
  }

  @Test
  void aSecretInTheOpen_isWarnedOf() throws Exception {
    assertThat(read("environment: {REDIS_PASSWORD: a}").warnings())
        .singleElement()
        .asString()
        .contains("'REDIS_PASSWORD' looks like a secret in the open");
  }

  @Test
  void aBudgetOfOnePod_isWarnedOf_whereItHarmsNobody() throws Exception {
    assertThat(read("podDisruptionBudget: {maxUnavailable: 1}").warnings())
        .singleElement()
        .asString()
        .contains("with one replica this budget protects nothing");
    assertThat(read("replicas: 2\npodDisruptionBudget: {maxUnavailable: 1}").warnings()).isEmpty();
  }

  @Test
  void shares_areRoundedAsKubernetesRoundsThem() {
    assertThat(new PodBudget("minAvailable", 50, true).mayBeMissing(3)).isEqualTo(1);
    assertThat(new PodBudget("maxUnavailable", 10, true).mayBeMissing(3)).isEqualTo(1);
    assertThat(List.of(new PodBudget("minAvailable", 2, false).written())).containsExactly(2);
  }
}
