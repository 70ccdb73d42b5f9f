package dev.airgap.installer.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.Rendering;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.controlplane.Health;
import dev.airgap.installer.gateway.AttachedRoutes;
import dev.airgap.installer.gateway.SiteGateways;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.site.Gateway;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SiteTls;
import dev.airgap.installer.site.Timeouts;
import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.GatewayPrograms;
import dev.airgap.installer.testing.OpenSslCertificate;
import dev.airgap.installer.testing.SampleSite;
import dev.airgap.installer.testing.SharedApiServer;
import dev.airgap.yaml.RenderedDocuments;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gateways with the real kinds in a real API server; a test says what a controller would. */
@ExtendWith(SharedApiServer.class)
final class GatewayLookIT {
  private static final String GATEWAYS = "gateways";
  private static final String PRODUCTION = "zenml-pro-production";
  private static final String HOST = "production.zenml.test";
  private static final String SECRET = "zenml-pro-production-tls";
  private static final String GOOD =
      """
      - {name: https, port: 443, protocol: HTTPS, hostname: "*.zenml.test",
         tls: {certificateRefs: [{name: zenml-pro-production-tls}]},
         allowedRoutes: {namespaces: {from: All}}}
      """;
  private static final String WELL =
      """
      addresses: [{type: IPAddress, value: 10.0.0.21}]
      conditions:
      - {type: Accepted, status: "True", reason: Accepted, message: "", lastTransitionTime: "2026-11-01T00:00:00Z"}
      - {type: Programmed, status: "True", reason: Programmed, message: "", lastTransitionTime: "2026-11-01T00:00:00Z"}
      """;
  private static final String ROUTE =
      """
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata: {name: zenml, namespace: zenml-pro-production}
      spec:
        parentRefs: [{name: site, namespace: gateways}]
        hostnames: [production.zenml.test]
        rules: [{backendRefs: [{name: zenml, port: 80}]}]
      """;

  private final ApiServer server;
  private final Cluster cluster;

  GatewayLookIT(ApiServer server) throws Exception {
    this.server = server;
    this.cluster = server.connect();
  }

  @BeforeEach
  void prepare() throws Exception {
    server.clear(GATEWAYS, PRODUCTION);
    GatewayPrograms.addKinds(server);
    status(
        """
        {apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, metadata: {name: corp},
         spec: {controllerName: example.com/gateways},
         status: {conditions: [{type: Accepted, status: "True", reason: Accepted, message: "", lastTransitionTime: "2026-11-01T00:00:00Z"}]}}
        """);
  }

  @AfterEach
  void close() throws Exception {
    GatewayPrograms.removeKinds(server);
    server.admin().services().inNamespace(PRODUCTION).delete();
    server.admin().discovery().v1().endpointSlices().inNamespace(PRODUCTION).delete();
    cluster.close();
  }

  private void write(String yaml) {
    server.admin().resource("---\n" + yaml).fieldManager("test").forceConflicts().serverSideApply();
  }

  /** As a controller would write it. */
  private void status(String yaml) {
    HasMetadata object = server.admin().resource("---\n" + yaml).item();
    write(yaml);
    server.admin().resource(object).updateStatus();
  }

  private void gateway(String listeners, String status) {
    status(ofClass("corp", listeners) + "status:\n" + status.indent(2));
  }

  private static String ofClass(String name, String listeners) {
    return """
    apiVersion: gateway.networking.k8s.io/v1
    kind: Gateway
    metadata: {name: site, namespace: gateways}
    spec:
      gatewayClassName: %s
      listeners:
    %s
    """
        .formatted(name, listeners.indent(2));
  }

  private void secret() {
    server.admin().resource(ofGateway().build()).serverSideApply();
  }

  private static SecretBuilder ofGateway() {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(GATEWAYS)
        .withName(SECRET)
        .endMetadata();
  }

  private List<Finding> findings(Site site, String section) throws Exception {
    Gateway gateway = gateway(section);
    PlannedRelease release =
        new PlannedRelease(
            new HelmRelease("zenml", PRODUCTION),
            Optional.empty(),
            new Rendering(RenderedDocuments.read("a rendering", ROUTE), List.of()));
    return new GatewayLook(
            new SiteGateways(cluster),
            site,
            site.workspaces().getFirst(),
            gateway,
            List.of(release))
        .findings();
  }

  private static Gateway gateway(String section) {
    return new Gateway(
        "site", GATEWAYS, Optional.of(section).filter(name -> !name.isEmpty()), "10.0.0.21");
  }

  private List<Finding> findings(String section) throws Exception {
    return findings(SampleSite.behind(gateway(section)), section);
  }

  @Test
  void withoutTheKinds_thatIsSaid() throws Exception {
    GatewayPrograms.removeKinds(server);
    assertThat(findings(""))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.isRed()).isTrue();
          assertThat(found.seen())
              .isEqualTo("the cluster does not know gateway.networking.k8s.io/v1");
        });
  }

  @Test
  void aGatewayThatFits_isGreen() throws Exception {
    secret();
    gateway(GOOD, WELL);
    assertThat(findings(""))
        .containsExactly(
            Finding.green(
                Check.GATEWAY,
                "gateways/site for workspace production",
                "takes production.zenml.test"));
  }

  /** What we say shall be put there is taken by the API server, and by ourselves. */
  @Test
  void aGatewayThatIsMissing_isRed_withOneToMake() throws Exception {
    Finding missing = findings("").getFirst();
    assertThat(missing.isRed()).isTrue();
    assertThat(missing.seen()).isEqualTo("there is no Gateway gateways/site");
    secret();
    write(missing.remedy().substring(missing.remedy().indexOf('\n') + 1).replace("CLASS", "corp"));
    assertThat(findings(""))
        .extracting(Finding::seen)
        .doesNotContain("there is no Gateway gateways/site")
        .noneMatch(seen -> seen.contains("listener"));
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "protocol: HTTPS | protocol: TLS | speaks TLS, not HTTPS (protocol)",
        "\"*.zenml.test\" | other.zenml.test | is for the host other.zenml.test alone",
        "\"*.zenml.test\" | \"*.other.test\" | is for the host *.other.test alone",
        "from: All | from: Same | lets in no route of the namespace zenml-pro-production (allowedRoutes.namespaces.from: Same)",
        "from: All | from: Selector, selector: {matchLabels: {team: nobody}} | lets in no route of the namespace zenml-pro-production (allowedRoutes.namespaces.from: Selector)",
        "from: All} | from: All}, kinds: [{kind: TCPRoute}] | takes no HTTPRoute (allowedRoutes.kinds)",
        "[{name: zenml-pro-production-tls}] | [{name: other}] | does not name the Secret gateways/zenml-pro-production-tls (tls.certificateRefs)",
      })
  void aListenerThatDoesNotFit_isRed_withTheLinesThatWould(String good, String bad, String sentence)
      throws Exception {
    secret();
    gateway(GOOD.replace(good, bad), WELL);
    Finding red = findings("").getFirst();
    assertThat(red.isRed()).isTrue();
    assertThat(red.seen()).isEqualTo("no listener takes %s: https %s".formatted(HOST, sentence));
    gateway(red.remedy().substring(red.remedy().indexOf('\n') + 1).stripIndent(), WELL);
    assertThat(findings("")).extracting(Finding::colour).containsExactly(Colour.GREEN);
  }

  @Test
  void labelsOfTheNamespace_letARouteIn() throws Exception {
    secret();
    server
        .admin()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(PRODUCTION)
                .addToLabels("team", "data")
                .endMetadata()
                .build())
        .serverSideApply();
    gateway(
        GOOD.replace(
            "from: All",
            "from: Selector, selector: {matchLabels: {team: data}, matchExpressions: [{key: team, operator: In, values: [data, web]}, {key: gone, operator: DoesNotExist}]}"),
        WELL);
    assertThat(findings("")).extracting(Finding::colour).containsExactly(Colour.GREEN);
  }

  @Test
  void theSectionThatIsNamed_isTheOneThatCounts() throws Exception {
    secret();
    gateway(GOOD, WELL);
    assertThat(findings("https")).extracting(Finding::colour).containsExactly(Colour.GREEN);
    assertThat(findings("staging").getFirst().seen())
        .isEqualTo("no listener takes %s: it has none called staging (but https)".formatted(HOST));
  }

  @Test
  void whatItsControllerSays_isSaid() throws Exception {
    secret();
    gateway(
        GOOD,
        WELL.replace(
            "\"True\", reason: Accepted, message: \"\"",
            "\"False\", reason: Invalid, message: no such zone"));
    assertThat(findings("").getFirst().seen())
        .isEqualTo("is not accepted by its controller (Accepted): Invalid: no such zone");
    gateway(
        GOOD,
        WELL
            + """
            listeners:
            - {name: https, attachedRoutes: 0, supportedKinds: [{kind: HTTPRoute}],
               conditions: [{type: ResolvedRefs, status: "False", reason: InvalidCertificateRef, message: bad key, lastTransitionTime: "2026-11-01T00:00:00Z"}]}
            """);
    assertThat(findings("").getFirst())
        .satisfies(found -> assertThat(found.isRed()).isTrue())
        .satisfies(found ->
            assertThat(found.seen())
                .isEqualTo(
                    "its controller refuses the listener https: InvalidCertificateRef: bad key"));
  }

  @Test
  void aGatewayThatNobodyServes_isRed() throws Exception {
    secret();
    write(ofClass("nobody", GOOD));
    assertThat(findings(""))
        .filteredOn(Finding::isRed)
        .extracting(Finding::seen)
        .anyMatch(seen -> seen.equals("its class nobody is not there"))
        .anyMatch(seen -> seen.contains("Waiting for controller"));
  }

  @Test
  void aSecretThatTheInstallWillWrite_keepsNobody() throws Exception {
    gateway(
        GOOD,
        WELL.replace(
            "\"True\", reason: Programmed, message: \"\"",
            "\"False\", reason: Invalid, message: no such Secret"));
    assertThat(findings(""))
        .singleElement()
        .satisfies(found -> assertThat(found.colour()).isEqualTo(Colour.YELLOW))
        .satisfies(found ->
            assertThat(found.remedy())
                .isEqualTo(
                    "leave it so if that is for the Secret gateways/zenml-pro-production-tls, which the install brings there"));
    Site existing = SampleSite.behind(gateway(""), new SiteTls.ExistingSecret(SECRET, List.of()));
    assertThat(findings(existing, "").getFirst().remedy()).endsWith(", which a person has to make");
    secret();
    assertThat(findings("").getFirst().isRed()).isTrue();
  }

  @Test
  void anotherAddress_anotherPort_andAnOpenListener_areYellow() throws Exception {
    secret();
    gateway(
        GOOD.replace("443", "8443")
            + "- {name: http, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}\n",
        WELL.replace("10.0.0.21", "10.0.0.99"));
    assertThat(findings(""))
        .allSatisfy(found -> assertThat(found.colour()).isEqualTo(Colour.YELLOW))
        .extracting(Finding::seen)
        .containsExactly(
            "its addresses are 10.0.0.99, and the site file says 10.0.0.21",
            "no listener for production.zenml.test has the port 443, which users and this program go to",
            "the listener http takes production.zenml.test as well, in the clear");
  }

  @Test
  void whereTlsEndsElsewhere_aListenerInTheClearWillDo() throws Exception {
    gateway(
        "- {name: http, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}\n",
        WELL);
    Site site = SampleSite.behind(gateway(""), new SiteTls.Elsewhere(List.of()));
    assertThat(findings(site, "")).extracting(Finding::colour).containsExactly(Colour.GREEN);
    assertThat(findings("").getFirst().seen()).contains("http speaks HTTP, not HTTPS (protocol)");
  }

  @Test
  @Tag("traefik")
  void aRealController_says_whatTheLooksExpect(@TempDir Path folder) throws Exception {
    OpenSslCertificate root = OpenSslCertificate.root(folder, "root");
    OpenSslCertificate leaf = root.server("leaf", HOST);
    int port = freePort();
    write(
        "{apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, metadata: {name: traefik}, spec: {controllerName: traefik.io/gateway-controller}}");
    write(ofClass("traefik", GOOD.replace("443", "" + port)));
    write(ROUTE);
    try (GatewayPrograms traefik =
        GatewayPrograms.start(server, port, "10.0.0.21", folder.resolve("traefik.log"))) {
      awaitSeen("ListenersNotValid", traefik);
      assertThat(findings("")).as(traefik.log()).noneMatch(Finding::isRed);
      secret(leaf);
      awaitSeen("the port 443", traefik);
      assertThat(findings("")).hasSize(1);
      awaitRefusal("BackendNotFound", traefik);
      service();
      awaitRefusal("", traefik);
      write(ofClass("traefik", GOOD.replace("443", "" + port).replace("zenml.test", "other.test")));
      awaitRefusal("zenml is refused by traefik.io/gateway-controller: NoMatching", traefik);
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void awaitSeen(String words, GatewayPrograms traefik) throws Exception {
    for (int i = 0; i < 200 && !findings("").getFirst().seen().contains(words); i++) {
      Thread.sleep(100);
    }
    assertThat(findings("").getFirst().seen()).as(traefik.log()).contains(words);
  }

  private void awaitRefusal(String words, GatewayPrograms traefik) throws Exception {
    for (int i = 0; i < 200 && !isSo(refusals(), words); i++) {
      Thread.sleep(100);
    }
    assertThat(isSo(refusals(), words)).as(refusals() + traefik.log()).isTrue();
  }

  private static boolean isSo(List<String> refusals, String words) {
    return words.isEmpty()
        ? refusals.isEmpty()
        : refusals.size() == 1 && refusals.getFirst().contains(words);
  }

  private void secret(OpenSslCertificate pair) throws Exception {
    server
        .admin()
        .resource(
            ofGateway()
                .withType("kubernetes.io/tls")
                .addToData("tls.crt", encoded(pair.file()))
                .addToData("tls.key", encoded(pair.key()))
                .build())
        .serverSideApply();
  }

  private static String encoded(Path file) throws Exception {
    return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
  }

  private void service() {
    write(
        "{apiVersion: v1, kind: Service, metadata: {name: zenml, namespace: zenml-pro-production}, spec: {ports: [{name: http, port: 80, targetPort: 8080}]}}");
    write(
        "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: zenml-1, namespace: zenml-pro-production, labels: {kubernetes.io/service-name: zenml}}, addressType: IPv4, endpoints: [{addresses: [10.244.0.9], conditions: {ready: true}}], ports: [{name: http, port: 8080, protocol: TCP}]}");
  }

  private List<String> refusals() throws Exception {
    Site site = SampleSite.behind(gateway(""));
    return new AttachedRoutes(cluster).refusals(site.workspaces().getFirst());
  }

  private void answered(String accepted) {
    status(
        ROUTE
            + """
            status:
              parents:
              - parentRef: {name: site, namespace: gateways}
                controllerName: example.com/gateways
                conditions:
                - {type: Accepted, status: "%s", reason: NoMatchingParent, message: no listener, lastTransitionTime: "2026-11-01T00:00:00Z"}
            """
                .formatted(accepted));
  }

  @Test
  void aRouteThatItsControllerRefuses_isExplained() throws Exception {
    assertThat(refusals())
        .containsExactly("no HTTPRoute of zenml-pro-production has the host production.zenml.test");
    write(ROUTE);
    assertThat(refusals())
        .containsExactly(
            "HTTPRoute zenml-pro-production/zenml: no controller has said anything of it for the Gateway gateways/site");
    answered("False");
    assertThat(refusals())
        .containsExactly(
            "HTTPRoute zenml-pro-production/zenml is refused by example.com/gateways: NoMatchingParent: no listener");
    answered("True");
    assertThat(refusals()).isEmpty();
  }

  @Test
  void whereHealthDoesNotAnswer_theRefusalIsTold() throws Exception {
    write(ROUTE);
    answered("False");
    Site site = SampleSite.behind(gateway(""));
    SiteHttps nobody = new SiteHttps(Map.of(), List.of());
    Health health = new Health(nobody, new AttachedRoutes(cluster), Clock.systemUTC());
    Timeouts.Limit limit = new Timeouts.Limit("health", Duration.ofMillis(200));
    assertThatThrownBy(() -> health.await(site.workspaces().getFirst(), limit))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("was asked through the Gateway gateways/site for")
        .hasMessageContaining(
            "HTTPRoute zenml-pro-production/zenml is refused by example.com/gateways: NoMatchingParent: no listener. If it only is slow");
  }
}
