package dev.airgap.installer.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.GeneratedSecrets;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.HttpsStub;
import dev.airgap.installer.testing.MovedClock;
import dev.airgap.installer.testing.RecordingListener;
import dev.airgap.installer.testing.SampleSite;
import dev.airgap.installer.testing.SharedApiServer;
import dev.airgap.secrets.RunSecrets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens between the call and its Secret: in the end there is one workspace. */
@ExtendWith(SharedApiServer.class)
final class EnrollingIT {
  private static final String ENROLL = "POST /api/v1/workspaces?enroll=true";
  private static final Site SITE = SampleSite.with(Map.of(), Map.of());
  private static final WorkspaceSite PRODUCTION = SITE.workspaces().getFirst();

  private final ApiServer server;
  private final Cluster cluster;
  private final HttpsStub https = HttpsStub.of("zenml.test");
  private final MemoryControlPlane plane = new MemoryControlPlane();
  private final MovedClock clock = new MovedClock();

  EnrollingIT(ApiServer server) throws Exception {
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

  private Enrolled run() throws Exception {
    RunSecrets secrets = new RunSecrets();
    SiteHttps client = SiteHttps.at(https.address(), Duration.ofSeconds(5), https.authority());
    try (InstallLease lease = cluster.takeLease("anna", clock, new RecordingListener())) {
      ControlPlaneApi api =
          ControlPlaneApi.login(client, "zenml.test", "admin", secrets.keep("admin-word"), secrets);
      return new Enrollments(
              SITE,
              new ApiAccess(Optional.of(api), ""),
              new GeneratedSecrets(cluster, lease, secrets),
              new SecretValues(cluster, Map.of(), secrets),
              secrets)
          .of(PRODUCTION);
    }
  }

  /** As if the run ended here: nothing that it wants to write arrives any more. */
  private void loseTheLease() {
    server.admin().leases().inNamespace("bundle-system").delete();
    clock.move(Duration.ofSeconds(31));
  }

  private void assertStopped() {
    assertThatThrownBy(this::run)
        .isInstanceOf(ClusterException.class)
        .message()
        .doesNotContain("word");
  }

  private void assertAPersonIsNeeded(String sentence) {
    assertThatThrownBy(this::run)
        .isInstanceOf(PersonNeededException.class)
        .hasMessageContaining(sentence)
        .message()
        .doesNotContain("word");
  }

  private Map<String, String> record() throws ClusterException {
    return GeneratedSecrets.read(cluster, "workspace-production");
  }

  private long calls(String request) {
    return https.requests().stream().filter(request::equals).count();
  }

  @Test
  void firstRun_makesOrganizationAndWorkspace_andKeepsTheKey() throws Exception {
    Enrolled enrolled = run();
    assertThat(enrolled.workspaceId()).isEqualTo("w-1");
    assertThat(enrolled.key().reveal()).isEqualTo("key-word-1");
    assertThat(enrolled.toString()).doesNotContain("word");
    assertThat(plane.organizations()).containsExactly("Example");
    assertThat(record())
        .containsEntry("workspaceId", "w-1")
        .containsEntry("enrollmentKey", "key-word-1");
  }

  @Test
  void organizationThatIsThere_isTaken() throws Exception {
    plane.organization("Other");
    plane.organization("Example");
    assertThat(run().organizationId()).isEqualTo("o-1");
    assertThat(plane.organizations()).hasSize(2);
  }

  @Test
  void secondRun_enrollsNothing_andKnowsTheKey() throws Exception {
    Enrolled first = run();
    assertThat(run().key().reveal()).isEqualTo(first.key().reveal());
    assertThat(calls(ENROLL)).isOne();
    assertThat(plane.ids()).containsExactly("w-1");
  }

  @Test
  void keyThatWasLostOnItsWay_isReplaced_byOneNewWorkspace() throws Exception {
    plane.afterEnrollment(this::loseTheLease);
    assertStopped();
    assertThat(record()).containsOnlyKeys("intent");
    plane.afterEnrollment(() -> {});
    Enrolled enrolled = run();
    assertThat(plane.ids()).containsExactly("w-2").containsExactly(enrolled.workspaceId());
    assertThat(enrolled.key().reveal()).isEqualTo("key-word-2");
    assertThat(record()).containsEntry("enrollmentKey", "key-word-2");
  }

  @Test
  void workspaceThatAServerUsed_isLeftToAPerson() throws Exception {
    plane.afterEnrollment(this::loseTheLease);
    assertStopped();
    plane.afterEnrollment(() -> {});
    plane.workspace("w-1", "production", true);
    assertAPersonIsNeeded("is in use, but its enrollment key was lost");
    assertThat(plane.ids()).containsExactly("w-1");
    assertThat(calls(ENROLL)).isOne();
  }

  @Test
  void callThatFailed_isMadeAgain() throws Exception {
    https.on(ENROLL, 500, "{\"detail\": \"word\"}");
    assertStopped();
    assertThat(record()).containsOnlyKeys("intent");
    https.on(ENROLL, 200, "{\"id\": \"w-9\", \"enrollment_key\": \"key-word-9\"}");
    assertThat(run().workspaceId()).isEqualTo("w-9");
  }

  @Test
  void workspaceOfSomebodyElse_isNotTouched() {
    plane.organization("Example");
    plane.workspace("w-7", "production", false);
    assertAPersonIsNeeded("(w-7) that was not enrolled from here");
    assertThat(plane.ids()).containsExactly("w-7");
    assertThat(calls(ENROLL)).isZero();
  }

  @Test
  void workspaceThatTheControlPlaneLost_isLeftToAPerson() throws Exception {
    run();
    plane.forget("w-1");
    assertAPersonIsNeeded("no longer knows the workspace production (w-1)");
    assertThat(calls(ENROLL)).isOne();
  }

  @Test
  void withoutTheLease_nothingIsDeletedOrMade() throws Exception {
    plane.afterEnrollment(this::loseTheLease);
    assertStopped();
    plane.afterEnrollment(() -> {});
    plane.afterListing(this::loseTheLease);
    assertStopped();
    assertThat(plane.ids()).containsExactly("w-1");
    assertThat(calls(ENROLL)).isOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>word</html>",
        "",
        "{\"id\": \"w-1\"}",
        "{\"enrollment_key\": \"word\"}",
        "{\"id\": [\"word\"], \"enrollment_key\": \"word\"}",
        "{\"id\": \"w-1\", \"enrollment_key\": \"word\"} trailing"
      })
  void answerWithoutAnIdAndAKey_isNoEnrollment(String answer) throws Exception {
    https.on(ENROLL, 200, answer);
    assertStopped();
    assertThat(record()).containsOnlyKeys("intent");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 405, 422})
  void enrollmentThatIsRefused_isLeftToAPerson_withWhatToDo(int status) throws Exception {
    https.on(ENROLL, status, "{\"detail\": \"word\"}");
    assertAPersonIsNeeded("it answered HTTP " + status);
    assertAPersonIsNeeded("Open https://zenml.test and log in");
    assertAPersonIsNeeded("organization Example, workspace production");
    assertAPersonIsNeeded("key: {file: production.enrollment-key}");
    assertThat(record()).isEmpty();
  }

  @Test
  void endlessAnswer_isNoEnrollment() throws Exception {
    https.on(ENROLL, 200, "{\"id\": \"" + "word".repeat(500_000) + "\"}");
    assertStopped();
    assertThat(record()).containsOnlyKeys("intent");
  }

  @Test
  void idThatIsAPath_leadsNowhereElse() throws Exception {
    String id = "../organizations/o-0";
    https.on(ENROLL, 200, "{\"id\": \"" + id + "\", \"enrollment_key\": \"key-word\"}");
    run();
    assertAPersonIsNeeded("no longer knows the workspace");
    assertThat(https.requests())
        .contains("GET /api/v1/workspaces/..%2Forganizations%2Fo-0")
        .noneMatch(request -> request.contains("/organizations/"));
  }
}
