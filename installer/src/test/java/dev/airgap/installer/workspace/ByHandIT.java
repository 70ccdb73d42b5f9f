package dev.airgap.installer.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.GeneratedSecrets;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.controlplane.ControlPlane;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.installer.site.Enrollment;
import dev.airgap.installer.site.SecretSource;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.ControlPlaneSite;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.installer.site.SiteProduct;
import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.HttpsStub;
import dev.airgap.installer.testing.MovedClock;
import dev.airgap.installer.testing.RecordingListener;
import dev.airgap.installer.testing.SampleControlPlane;
import dev.airgap.installer.testing.SampleSite;
import dev.airgap.installer.testing.SharedApiServer;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workspaces that a person enrolled, and a control plane that lets this program in or does not. */
@ExtendWith(SharedApiServer.class)
final class ByHandIT {
  private static final String LOGIN = "POST /api/v1/auth/login";
  private static final String LIST = "GET /api/v1/organizations";
  private static final Site SITE = SampleSite.with(Map.of(), Map.of());
  private static final Enrollment GIVEN =
      new Enrollment.Given("o-1", "w-1", new SecretSource.Environment("KEY"));

  private final ApiServer server;
  private final Cluster cluster;
  private final HttpsStub https = HttpsStub.of("zenml.test");
  private final MemoryControlPlane plane = new MemoryControlPlane();
  private final MovedClock clock = new MovedClock();
  private final RunSecrets secrets = new RunSecrets();
  private Map<String, String> environment =
      Map.of("KEY", "given-key-word", "TOKEN", "given-token-word");
  private Optional<SecretSource> token = Optional.empty();

  ByHandIT(ApiServer server) throws Exception {
    this.server = server;
    this.cluster = server.connect();
    https.otherwise(plane);
  }

  @BeforeEach
  void clear() {
    server.clear("bundle-system");
  }

  @AfterEach
  void close() throws Exception {
    https.close();
    cluster.close();
  }

  private Site site(Enrollment enrollment) {
    ControlPlaneSite one = SITE.controlPlane();
    WorkspaceSite first = SITE.workspaces().getFirst();
    return new Site(
        SITE.cluster(),
        SITE.registry(),
        SITE.ingress(),
        SITE.tls(),
        new SiteProduct.ZenmlPro(
            new ControlPlaneSite(
                one.namespace(), one.host(), one.database(), one.values(), one.running(), token),
            List.of(
                named(first, "production", enrollment),
                named(first, "staging", Enrollment.BY_API))),
        SITE.timeouts(),
        List.of());
  }

  private static WorkspaceSite named(WorkspaceSite one, String name, Enrollment enrollment) {
    return new WorkspaceSite(
        name,
        one.organization(),
        one.host(),
        one.database(),
        one.secretsStores(),
        one.values(),
        one.running(),
        enrollment);
  }

  private SecretValues values() {
    return new SecretValues(cluster, environment, secrets);
  }

  private ApiAccess access(Site site) throws Exception {
    ControlPlane there = SampleControlPlane.of(secrets);
    SiteHttps client = SiteHttps.at(https.address(), Duration.ofSeconds(5), https.authority());
    return ApiAccess.open(site.controlPlane(), there, client, values(), secrets);
  }

  private Enrolled run(Enrollment enrollment) throws Exception {
    Site site = site(enrollment);
    try (InstallLease lease = cluster.takeLease("anna", clock, new RecordingListener())) {
      GeneratedSecrets kept = new GeneratedSecrets(cluster, lease, secrets);
      return new Enrollments(site, access(site), kept, values(), secrets)
          .of(site.workspaces().getFirst());
    }
  }

  private void assertAPersonIsNeeded(Enrollment enrollment, String... sentences) {
    assertThatThrownBy(() -> run(enrollment))
        .isInstanceOf(PersonNeededException.class)
        .hasMessageContainingAll(sentences)
        .message()
        .doesNotContain("word");
  }

  private Map<String, String> record() throws Exception {
    return GeneratedSecrets.read(cluster, "workspace-production");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 405, 422, 501})
  void loginThatIsRefused_leavesAllToAPerson_atOnce(int status) throws Exception {
    https.on(LOGIN, status, "{\"detail\": \"word\"}");
    if (status == 501) {
      assertThatThrownBy(() -> run(Enrollment.BY_API)).hasMessageContaining("HTTP 501");
      return; // a server that broke may be well the next time
    }
    assertAPersonIsNeeded(
        Enrollment.BY_API,
        "each of these workspaces has to be enrolled by hand",
        "to log in as admin: it answered HTTP " + status,
        "organization Example, workspace production",
        "organization Example, workspace staging",
        "- name: staging",
        "controlPlane: {token: {file: PATH}}");
    assertThat(record()).isEmpty();
  }

  @Test
  void byHand_isLeftToAPerson_thoughTheApiWould() throws Exception {
    assertAPersonIsNeeded(new Enrollment.ByHand(), "the site file says byHand");
    assertThat(plane.ids()).isEmpty();
  }

  @Test
  void theSameRun_goesOn_withWhatThePersonWroteDown() throws Exception {
    https.on(LOGIN, 401, "{}");
    assertAPersonIsNeeded(Enrollment.BY_API, "by hand");
    Enrolled enrolled = run(GIVEN);
    assertThat(enrolled.workspaceId()).isEqualTo("w-1");
    assertThat(enrolled.organizationId()).isEqualTo("o-1");
    assertThat(enrolled.key().reveal()).isEqualTo("given-key-word");
    assertThat(run(GIVEN).key().reveal()).isEqualTo("given-key-word");
    assertThat(run(Enrollment.BY_API).workspaceId()).isEqualTo("w-1");
    assertThat(plane.ids()).isEmpty();
  }

  @Test
  void idThatTheControlPlaneKnowsOtherwise_isAskedForAgain() throws Exception {
    assertAPersonIsNeeded(GIVEN, "enrollment.workspaceId", "which the control plane does not know");
    plane.workspace("w-1", "staging", false);
    assertAPersonIsNeeded(GIVEN, "which the control plane knows as 'staging'");
    plane.workspace("w-1", "production", false);
    assertThat(run(GIVEN).workspaceId()).isEqualTo("w-1");
  }

  @Test
  void anotherIdThanBefore_isLeftToAPerson() throws Exception {
    https.on(LOGIN, 401, "{}");
    run(GIVEN);
    assertAPersonIsNeeded(
        new Enrollment.Given("o-1", "w-2", new SecretSource.Environment("KEY")),
        "was enrolled as w-1, and the site file now gives workspaceId w-2",
        "bundle-system/workspace-production");
    assertThat(record()).containsEntry("workspaceId", "w-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "short", "line\nword-word", "wörd-wörd-wörd"})
  void keyThatIsNone_isRefused_andNotShown(String key) {
    environment = Map.of("KEY", key);
    assertThatThrownBy(() -> run(GIVEN))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining("enrollment.key of the workspace production (variable KEY)")
        .message()
        .doesNotContain(key);
  }

  @Test
  void token_isUsedInsteadOfThePassword() throws Exception {
    token = Optional.of(new SecretSource.Environment("TOKEN"));
    https.on(LOGIN, 401, "{}");
    assertThat(run(Enrollment.BY_API).workspaceId()).isEqualTo("w-1");
    assertThat(https.requests()).doesNotContain(LOGIN);
    assertThat(https.authorizations()).isNotEmpty().containsOnly("Bearer given-token-word");
    assertThat(secrets.redact("given-token-word")).doesNotContain("word");
  }

  @Test
  void tokenThatIsRefused_leavesItToAPerson() {
    token = Optional.of(new SecretSource.Environment("TOKEN"));
    https.on(LIST, 401, "{\"detail\": \"word\"}");
    assertAPersonIsNeeded(Enrollment.BY_API, "with the token of controlPlane.token", "HTTP 401");
  }

  @Test
  void tokenThatWouldAddAHeader_isSentNowhere() {
    token = Optional.of(new SecretSource.Environment("TOKEN"));
    environment = Map.of("TOKEN", "word\r\nX-Other: 1");
    assertThatThrownBy(() -> run(Enrollment.BY_API))
        .hasMessageContaining("controlPlane.token in the site file holds no token")
        .message()
        .doesNotContain("word");
    assertThat(https.requests()).isEmpty();
  }

  @Test
  void organizationThatMayNotBeMade_isLeftToAPerson() {
    https.on("POST /api/v1/organizations", 403, "{}");
    assertAPersonIsNeeded(
        Enrollment.BY_API, "to create the organization Example: it answered HTTP 403");
  }
}
