package dev.airgap.installer.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.json.Json;
import dev.airgap.installer.site.Login;
import dev.airgap.installer.site.Outgoing;
import dev.airgap.installer.site.OutgoingProxy;
import dev.airgap.installer.site.Placement;
import dev.airgap.installer.site.Placement.Affinity;
import dev.airgap.installer.site.PodEnvironment;
import dev.airgap.installer.site.Running;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.testing.ChartBytes;
import dev.airgap.installer.testing.SampleSite;
import dev.airgap.pki.CertificateAuthority;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class RunningValuesTest {
  private static final String CHART =
      """
      zenml:
        replicaCount: 1
        proxy: {enabled: false, httpProxy: "", httpsProxy: "", additionalNoProxy: []}
        certificates: {customCAs: []}
        environment: {}
        secretEnvironment: {}
        environmentSecretKeyRefs: []
      serviceAccount: {annotations: {}}
      resources: {}
      nodeSelector: {}
      tolerations: []
      affinity: {}
      """;

  private static final Placement PLACEMENT =
      new Placement(
          Optional.of(3),
          Map.of("limits", Map.of("memory", "2Gi")),
          Map.of("pool", "a"),
          List.of(Map.of("operator", "Exists")),
          new Affinity.Spread());

  private final RunSecrets secrets = new RunSecrets();
  private final Map<String, Object> ours =
      new TreeMap<>(Map.of("zenml", Map.of("serverURL", "https://zenml.test")));

  private ChartSecrets add(String chart, Running running, RunningSecrets given) throws Exception {
    ChartSecrets chartSecrets = new ChartSecrets(ChartBytes.defaults(chart));
    Site site = SampleSite.with(Map.of(), Map.of());
    Site.WorkspaceSite sample = site.workspaces().getFirst();
    Site.WorkspaceSite one =
        new Site.WorkspaceSite(
            sample.name(),
            sample.organization(),
            sample.host(),
            sample.database(),
            sample.secretsStores(),
            sample.values(),
            running,
            sample.enrollment());
    new RunningValues(new RunningValues.Part("workspace one", "zenml", "zenml"), chartSecrets, ours)
        .add(running, given, NoProxy.of(site, one));
    return chartSecrets;
  }

  private static Running with(Placement placement) {
    return with(placement, Outgoing.DIRECT, PodEnvironment.NOTHING);
  }

  private static Running with(Placement placement, Outgoing outgoing, PodEnvironment environment) {
    return new Running(
        placement, Optional.empty(), outgoing, environment, Login.BY_PASSWORD, Optional.empty());
  }

  @Test
  void whatTheSiteSays_standsWhereTheChartLooksForIt() throws Exception {
    assertThat(add(CHART, with(PLACEMENT), RunningSecrets.NONE).ignored(List.of())).isEmpty();
    assertThat(Json.write(ours))
        .contains("\"replicaCount\":3,\"serverURL\":\"https://zenml.test\"}")
        .contains("\"resources\":{\"limits\":{\"memory\":\"2Gi\"}}")
        .contains("\"nodeSelector\":{\"pool\":\"a\"}")
        .contains("\"tolerations\":[{\"operator\":\"Exists\"}]")
        .contains("\"matchLabels\":{\"app.kubernetes.io/instance\":\"zenml\"}")
        .contains("preferredDuringScheduling");
  }

  @Test
  void whatAChartHasNoKeyFor_isTold_andNotSet() throws Exception {
    assertThat(add("zenml: {}\n", with(PLACEMENT), RunningSecrets.NONE).ignored(List.of("other")))
        .hasSize(6)
        .contains("other")
        .anyMatch(one ->
            one.startsWith("workspace one: 'replicas' asks for what this version of the chart"));
    assertThat(ours).containsOnlyKeys("zenml");
  }

  @Test
  void nothingSaid_changesNothing() throws Exception {
    add(CHART, Running.AS_THE_CHART_SAYS, RunningSecrets.NONE);
    assertThat(Json.write(ours)).isEqualTo("{\"zenml\":{\"serverURL\":\"https://zenml.test\"}}");
  }

  @Test
  void aProxy_isNotAskedForTheControlPlane_theDatabase_andTheCluster() throws Exception {
    OutgoingProxy proxy =
        new OutgoingProxy(
            Optional.empty(), Optional.of("http://proxy.test:3128"), List.of("10.0.0.0/8"));
    add(
        CHART,
        with(
            Placement.AS_THE_CHART_SAYS,
            new Outgoing(Optional.of(proxy), List.of()),
            PodEnvironment.NOTHING),
        RunningSecrets.NONE);
    assertThat(Json.write(ours))
        .contains("\"enabled\":true,\"httpsProxy\":\"http://proxy.test:3128\"}")
        .doesNotContain("httpProxy\"")
        .contains(
            "\"additionalNoProxy\":[\"zenml.test\",\"production.zenml.test\",\".zenml.test\",\"10.0.0.20\",\"db.test\",\".svc\",\".cluster.local\",\"$(KUBERNETES_SERVICE_HOST)\",\"10.0.0.0/8\"]");
  }

  @Test
  void aProxyForPlainHttp_isToldApart() throws Exception {
    OutgoingProxy proxy =
        new OutgoingProxy(Optional.of("http://plain.test:3128"), Optional.empty(), List.of());
    Outgoing outgoing = new Outgoing(Optional.of(proxy), List.of());
    add(
        CHART,
        with(Placement.AS_THE_CHART_SAYS, outgoing, PodEnvironment.NOTHING),
        RunningSecrets.NONE);
    assertThat(Json.write(ours))
        .contains("\"enabled\":true,\"httpProxy\":\"http://plain.test:3128\"}");
  }

  @Test
  void furtherAuthorities_startPodsAnew_whichReadThemWhenTheyStart() throws Exception {
    Outgoing outgoing = new Outgoing(Optional.empty(), List.of(authority()));
    String chart = CHART + "podAnnotations: {}\n";
    add(
            chart,
            with(Placement.AS_THE_CHART_SAYS, outgoing, PodEnvironment.NOTHING),
            RunningSecrets.NONE)
        .restartPods(ours, secrets.keep("restart-word"));
    assertThat(ours).containsKey("podAnnotations");
  }

  @Test
  void furtherAuthorities_haveNamesOfTheirOwn_andEndInANewLine() throws Exception {
    Outgoing outgoing = new Outgoing(Optional.empty(), List.of(authority(), authority()));
    add(
        CHART,
        with(Placement.AS_THE_CHART_SAYS, outgoing, PodEnvironment.NOTHING),
        RunningSecrets.NONE);
    String written = Json.write(ours);
    assertThat(Pattern.compile("\"name\":\"(extra-[0-9a-f]{8})\"").matcher(written).results())
        .extracting(found -> found.group(1))
        .hasSize(2)
        .doesNotHaveDuplicates();
    assertThat(written).contains("END CERTIFICATE-----\\n\",\"name\"");
  }

  private static X509Certificate authority() {
    return CertificateAuthority.create("x", "test", Duration.ofDays(1), Clock.systemUTC())
        .certificate();
  }

  @Test
  void secretVariables_goByReference_whereTheChartCan() throws Exception {
    ChartSecrets chartSecrets = add(CHART, environment(), word());
    assertThat(Json.write(ours))
        .contains("\"environment\":{\"LOG\":\"json\"}")
        .contains("\"annotations\":{\"role\":\"a\"}")
        .contains(
            "[{\"name\":\"REDIS_URL\",\"secretKey\":\"environment.REDIS_URL\",\"secretName\":\"bundle-values\"}]")
        .doesNotContain("redis-word");
    assertThat(chartSecrets.inline()).isEmpty();
    assertThat(chartSecrets.content("ns").orElseThrow().data())
        .containsOnlyKeys("environment.REDIS_URL");
  }

  @Test
  void anOlderChart_getsThemInItsValues_andThePlanMaySaySo() throws Exception {
    ChartSecrets chartSecrets =
        add(CHART.replace("  environmentSecretKeyRefs: []\n", ""), environment(), word());
    assertThat(Json.write(ours)).contains("\"secretEnvironment\":{\"REDIS_URL\":\"redis-word\"}");
    assertThat(chartSecrets.inline()).containsExactly("REDIS_URL");
  }

  @Test
  void aChartThatTakesNoSecretVariables_isTold_andGetsNone() throws Exception {
    ChartSecrets chartSecrets = add("zenml: {environment: {}}\n", environment(), word());
    assertThat(Json.write(ours)).doesNotContain("redis-word");
    assertThat(chartSecrets.inline()).isEmpty();
    assertThat(chartSecrets.ignored(List.of()))
        .anyMatch(one -> one.startsWith("workspace one: 'secretEnvironment' asks for what"));
  }

  @Test
  void variablesThatAreThereAlready_stay() throws Exception {
    ours.put(
        "zenml",
        Map.of(
            "environment",
            Map.of("OURS", "1"),
            "environmentSecretKeyRefs",
            List.of(Map.of("name", "KEY"))));
    add(CHART, environment(), word());
    assertThat(Json.write(ours))
        .contains("\"environment\":{\"LOG\":\"json\",\"OURS\":\"1\"}")
        .contains("[{\"name\":\"KEY\"},{\"name\":\"REDIS_URL\",");
  }

  private static Running environment() {
    return with(
        Placement.AS_THE_CHART_SAYS,
        Outgoing.DIRECT,
        new PodEnvironment(
            Map.of("role", "a"), new TreeMap<>(Map.of("LOG", "json")), new TreeMap<>()));
  }

  private RunningSecrets word() {
    Secret word = secrets.keep("redis-word");
    return new RunningSecrets(new TreeMap<>(Map.of("REDIS_URL", word)), Optional.empty());
  }
}
