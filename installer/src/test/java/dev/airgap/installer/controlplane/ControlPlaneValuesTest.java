package dev.airgap.installer.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.cluster.Namespaces;
import dev.airgap.installer.cluster.SecretContent;
import dev.airgap.installer.json.Json;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SiteReader;
import dev.airgap.installer.site.SiteTls;
import dev.airgap.installer.testing.ChartBytes;
import dev.airgap.installer.testing.SampleManifest;
import dev.airgap.installer.testing.SampleSite;
import dev.airgap.pki.CertificateAuthority;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ControlPlaneValuesTest {
  private static final String REFERENCES =
      """
      podAnnotations: {}
      zenml:
        database: {external: {password: , passwordSecretRef: }}
        auth: {password: {adminPassword: , adminPasswordSecretRef: }}
      """;

  private final RunSecrets secrets = new RunSecrets();
  private final ControlPlaneValues.Keys keys =
      new ControlPlaneValues.Keys(
          secrets.keep("database-word"),
          secrets.keep("admin-word"),
          secrets.keep("restart-word"),
          RunningSecrets.NONE);

  private String values(ChartSecrets chartSecrets, Map<String, Object> users) {
    Secret values =
        new ControlPlaneValues(
                SampleSite.with(Map.copyOf(users), Map.of()), SampleManifest.PRO, chartSecrets)
            .with(keys, secrets);
    assertThat(values.toString()).doesNotContain("word");
    return values.reveal();
  }

  @Test
  void aChartWithReferences_getsNoSecretInItsValues() throws Exception {
    ChartSecrets chartSecrets = new ChartSecrets(ChartBytes.defaults(REFERENCES));
    String values = values(chartSecrets, Map.of());
    assertThat(values)
        .doesNotContain("database-word")
        .doesNotContain("admin-word")
        .doesNotContain("restart-word")
        .contains("\"passwordSecretRef\":{\"key\":\"password\",\"name\":\"bundle-values\"}")
        .contains(
            "\"adminPasswordSecretRef\":{\"key\":\"adminPassword\",\"name\":\"bundle-values\"}")
        .contains("airgap.dev/secrets");
    assertThat(chartSecrets.inline()).isEmpty();
    SecretContent referred = chartSecrets.content("zenml-pro").orElseThrow();
    assertThat(referred.data()).containsOnlyKeys("password", "adminPassword");
  }

  @Test
  void aChartWithoutReferences_getsTheValues_andThePlanMaySayWhich() throws Exception {
    ChartSecrets chartSecrets = new ChartSecrets(ChartBytes.defaults("zenml: {}\n"));
    assertThat(values(chartSecrets, Map.of()))
        .contains("\"password\":\"database-word\"")
        .contains("\"adminPassword\":\"admin-word\"")
        .doesNotContain("SecretRef")
        .doesNotContain("podAnnotations");
    assertThat(chartSecrets.inline()).containsExactlyInAnyOrder("password", "adminPassword");
    assertThat(chartSecrets.content("zenml-pro")).isEmpty();
  }

  @Test
  void images_areNamedByTagAndDigest() throws Exception {
    String values = values(new ChartSecrets(ChartBytes.defaults("")), Map.of());
    assertThat(values)
        .contains("\"api\":{\"repository\":\"registry.test/zenml/zenml-pro-api\"")
        .contains("\"dashboard\":{\"repository\":\"registry.test/zenml/zenml-pro-dashboard\"")
        .contains("\"tag\":\"0.13.18@" + SampleManifest.PRO.images().getFirst().digest() + "\"")
        .contains("\"annotations\":{}")
        .doesNotContain("null");
  }

  @Test
  void theUsersValues_win_mappingByMapping() throws Exception {
    String values =
        values(
            new ChartSecrets(ChartBytes.defaults("")),
            Map.of("zenml", Map.of("replicaCount", 3, "serverURL", "https://other.test")));
    Map<?, ?> zenml = (Map<?, ?>) Json.readObject(values).orElseThrow().get("zenml");
    assertThat(String.valueOf(zenml))
        .contains("replicaCount=3")
        .contains("serverURL=https://other.test")
        .contains("image=");
  }

  @Test
  void aChangedSecret_restartsPods_andTheAnnotationDoesNotTellIt() throws Exception {
    String before = values(new ChartSecrets(ChartBytes.defaults(REFERENCES)), Map.of());
    ChartSecrets other = new ChartSecrets(ChartBytes.defaults(REFERENCES));
    String after =
        new ControlPlaneValues(SampleSite.with(Map.of(), Map.of()), SampleManifest.PRO, other)
            .with(
                new ControlPlaneValues.Keys(
                    secrets.keep("rotated"),
                    keys.adminPassword(),
                    keys.restart(),
                    RunningSecrets.NONE),
                secrets)
            .reveal();
    assertThat(after).isNotEqualTo(before);
  }

  @Test
  void debugging_isOff_whereTheChartKnowsTheKey() throws Exception {
    String known =
        values(new ChartSecrets(ChartBytes.defaults("zenml: {debug: true}\n")), Map.of());
    String unknown = values(new ChartSecrets(ChartBytes.defaults("zenml: {}\n")), Map.of());
    assertThat(known).contains("\"debug\":false");
    assertThat(unknown).doesNotContain("debug");
  }

  @Test
  void certificates_areToldToTheChart_byTheSitesForm() throws Exception {
    String secret = "\"tls\":{\"enabled\":true,\"generateCerts\":false,\"secretName\":";
    String authority =
        "\"certificates\":{\"secretRefs\":[{\"key\":\"ca.crt\",\"name\":\"zenml-ca\"}]}";
    assertThat(ofForm(new SiteTls.InternalCa("zenml.test", Optional.empty())))
        .contains(secret + "\"zenml-tls\"", authority);
    assertThat(ofForm(new SiteTls.ExistingSecret("corp-tls", List.of())))
        .contains(secret + "\"corp-tls\"")
        .doesNotContain("certificates");
    assertThat(ofForm(new SiteTls.Elsewhere(List.of())))
        .contains("\"tls\":{\"enabled\":false", "\"serverURL\":\"https://zenml.test\"")
        .doesNotContain("certificates", "zenml-tls");
  }

  private String ofForm(SiteTls tls) throws Exception {
    return new ControlPlaneValues(
            SampleSite.with(tls), SampleManifest.PRO, new ChartSecrets(ChartBytes.defaults("")))
        .with(keys, secrets)
        .reveal();
  }

  @Test
  void anotherAuthority_restartsPods_whichReadItWhenTheyStart() throws Exception {
    assertThat(annotations(authority())).isNotEqualTo(annotations(authority()));
    X509Certificate one = authority();
    assertThat(annotations(one)).isEqualTo(annotations(one));
  }

  /** What is no secret is read from the same Secret, when pods start. */
  @Test
  void aChangeInTheOpen_restartsPodsToo() throws Exception {
    assertThat(annotationWith("one")).isNotEqualTo(annotationWith("other"));
    assertThat(annotationWith("one")).isEqualTo(annotationWith("one"));
  }

  private Map<String, Object> annotationWith(String clientId) throws Exception {
    ChartSecrets chartSecrets = new ChartSecrets(ChartBytes.defaults(REFERENCES));
    chartSecrets.hold("clientSecret", keys.adminPassword());
    chartSecrets.holdInTheOpen("clientID", clientId);
    Map<String, Object> values = new TreeMap<>();
    chartSecrets.restartPods(values, keys.restart());
    return values;
  }

  private static X509Certificate authority() {
    return CertificateAuthority.create("x", "test", Duration.ofDays(1), Clock.systemUTC())
        .certificate();
  }

  private String annotations(X509Certificate authority) throws Exception {
    SiteTls tls = new SiteTls.ExistingSecret("corp-tls", List.of(authority));
    String values =
        new ControlPlaneValues(
                SampleSite.with(tls),
                SampleManifest.PRO,
                new ChartSecrets(ChartBytes.defaults(REFERENCES)))
            .with(keys, secrets)
            .reveal();
    return String.valueOf(Json.readObject(values).orElseThrow().get("podAnnotations"));
  }

  private static Site withSingleSignOn() throws Exception {
    return new SiteReader(new RunSecrets())
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
              database: {type: postgres, host: db.test, port: 5433, name: plane, username: me, password: {env: CP}, pool: {size: 7}}
              replicas: 2
              login:
                password: false
                sso: {oidcConfigurationEndpoint: 'https://login.test/x', clientId: zenml, clientSecret: {env: SSO}}
            """,
            Path.of(""));
  }

  private String withSingleSignOn(ChartSecrets chartSecrets) throws Exception {
    Secret word = secrets.keep("sso-word");
    return new ControlPlaneValues(withSingleSignOn(), SampleManifest.PRO, chartSecrets)
        .with(
            new ControlPlaneValues.Keys(
                keys.databasePassword(),
                keys.adminPassword(),
                keys.restart(),
                new RunningSecrets(new TreeMap<>(), Optional.of(word))),
            secrets)
        .reveal();
  }

  @Test
  void whatTheSiteFileSays_reachesTheChart(@TempDir Path folder) throws Exception {
    ChartSecrets chartSecrets = new ChartSecrets(ChartBytes.standIn("zenml-pro", folder));
    String values = withSingleSignOn(chartSecrets);
    assertThat(values)
        .contains(
            "\"external\":{\"database\":\"plane\",\"host\":\"db.test\",\"passwordSecretRef\":{\"key\":\"password\",\"name\":\"bundle-values\"},\"port\":5433,\"type\":\"postgres\",\"username\":\"me\"}",
            "\"adminUsername\":\"admin\",\"enabled\":false",
            "\"sso\":{\"credentialsSecretRef\":{\"clientIDKey\":\"clientID\",\"clientSecretKey\":\"clientSecret\",\"name\":\"bundle-values\"},\"enabled\":true,\"oidcConfigurationEndpoint\":\"https://login.test/x\"}",
            "\"host\":\"zenml.corp.test\"",
            "\"replicaCount\":2")
        .doesNotContain("-word", "imagePullSecrets");
    assertThat(chartSecrets.inline()).isEmpty();
    assertThat(chartSecrets.content("x").orElseThrow().data())
        .containsEntry("clientID", "zenml".getBytes(StandardCharsets.UTF_8))
        .containsEntry("clientSecret", "sso-word".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aChartWithoutAReferenceForSso_getsTheClientSecret_andThePlanMaySaySo() throws Exception {
    ChartSecrets chartSecrets =
        new ChartSecrets(
            ChartBytes.defaults(
                "zenml: {replicaCount: 1, auth: {sso: {}}, database: {external: {poolSize: }}}\n"));
    assertThat(withSingleSignOn(chartSecrets))
        .contains("\"clientID\":\"zenml\"", "\"clientSecret\":\"sso-word\"")
        .contains("\"poolSize\":\"7\"")
        .doesNotContain("credentialsSecretRef");
    assertThat(chartSecrets.inline()).contains("clientSecret");
  }

  @Test
  void withoutAWord_peopleLogInByPassword_andImagesArePulledByTheRegistrysAccount()
      throws Exception {
    assertThat(values(new ChartSecrets(ChartBytes.defaults("")), Map.of()))
        .contains(
            "\"enabled\":true,\"host\":\"zenml.test\"",
            "\"adminUsername\":\"admin\",\"enabled\":true",
            "\"imagePullSecrets\":[{\"name\":\"%s\"}]".formatted(Namespaces.PULL_SECRET))
        .doesNotContain("sso");
  }
}
