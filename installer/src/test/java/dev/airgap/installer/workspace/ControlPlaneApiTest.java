package dev.airgap.installer.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.testing.HttpsStub;
import dev.airgap.installer.workspace.ControlPlaneApi.Enrollment;
import dev.airgap.installer.workspace.ControlPlaneApi.KnownWorkspace;
import dev.airgap.installer.workspace.ControlPlaneApi.Organization;
import dev.airgap.pki.CertificateAuthority;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The control plane's answers are hostile input. A real server, real TLS, on loopback. */
final class ControlPlaneApiTest {
  private static final String HOST = "zenml.test";
  private static final String LOGIN = "POST /api/v1/auth/login";
  private static final String BY_NAME =
      "GET /api/v1/workspaces?organization_id=o-1&workspace_name=production";
  private static final Organization EXAMPLE = new Organization("o-1", "Example");

  private final RunSecrets secrets = new RunSecrets();
  private final Secret password = secrets.keep("admin-password-word");
  private HttpsStub server;

  ControlPlaneApiTest() throws Exception {
    server = HttpsStub.of(HOST);
  }

  @BeforeEach
  void answersLogin() {
    server.on(LOGIN, 200, "{\"access_token\": \"token-word\"}");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private ControlPlaneApi login(X509Certificate authority) throws ClusterException {
    SiteHttps https = SiteHttps.at(server.address(), Duration.ofSeconds(5), authority);
    return ControlPlaneApi.login(https, HOST, "admin", password, secrets);
  }

  private ControlPlaneApi api() throws ClusterException {
    return login(server.authority());
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String sentence) {
    assertThatThrownBy(call)
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("https://" + HOST)
        .hasMessageContaining(sentence)
        .message()
        .doesNotContain("word");
  }

  @Test
  void organizationsAndWorkspaces_areFoundByName() throws Exception {
    server
        .on(
            "GET /api/v1/organizations",
            200,
            "[{\"id\": \"o-0\", \"name\": \"Other\"}, {\"id\": \"o-1\", \"name\": \"Example\"}]")
        .on(
            BY_NAME,
            200,
            "[{\"id\": \"w-1\", \"name\": \"production\", \"status\": \"pending\", \"zenml_service\": {\"status\": {\"version\": null}}}]");
    assertThat(api().organization("Example")).contains(EXAMPLE);
    assertThat(api().organization("example")).isEmpty();
    assertThat(api().workspace(EXAMPLE, "production"))
        .contains(new KnownWorkspace("w-1", "production", "pending", false, Optional.empty()));
  }

  @Test
  void aServerThatCheckedInOnce_countsAsUsed() throws Exception {
    server.on(
        "GET /api/v1/workspaces/w-1",
        200,
        "{\"id\": \"w-1\", \"name\": \"p\", \"status\": \"failed\", \"zenml_service\": {\"status\": {\"version\": \"0.95.1\"}}}");
    assertThat(api().workspaceById("w-1").orElseThrow().everAvailable()).isTrue();
    assertThat(api().workspaceById("w-2")).isEmpty();
  }

  @Test
  void anEnrollment_holdsItsKeyAsASecret() throws Exception {
    server.on(
        "POST /api/v1/workspaces?enroll=true",
        200,
        "{\"id\": \"w-1\", \"enrollment_key\": \"key-word\"}");
    Enrollment enrollment = api().enroll(EXAMPLE, "production");
    assertThat(enrollment.id()).isEqualTo("w-1");
    assertThat(enrollment.toString()).doesNotContain("key-word");
    assertThat(secrets.redact("the key-word is out")).doesNotContain("key-word");
  }

  @Test
  void anIdIsNeverAPath() throws Exception {
    assertThat(api().workspaceById("../organizations")).isEmpty();
    assertThat(server.requests()).contains("GET /api/v1/workspaces/..%2Forganizations");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<html>word</html>", "{\"word\"", "[\"word\"]", "{\"id\": 1, \"word\": 2} {}", ""})
  void anAnswerThatIsNoObjectWithAnId_isRefused(String body) throws Exception {
    server.on("POST /api/v1/workspaces?enroll=true", 200, body);
    ControlPlaneApi api = api();
    assertThatThrownBy(() -> api.enroll(EXAMPLE, "production"))
        .isInstanceOf(ClusterException.class)
        .message()
        .doesNotContain("word");
  }

  @Test
  void refusals_areSaidWithTheirStatus() {
    server.on(LOGIN, 401, "{\"detail\": \"word\"}");
    assertRefused(this::api, "to log in as admin: it answered HTTP 401");
    server.on(LOGIN, 200, "{\"access_token\": \"\"}");
    assertRefused(this::api, "has no text 'access_token'");
    server.on(LOGIN, 200, "{\"access_token\": \"" + "x".repeat(5000) + "\"}");
    assertRefused(this::api, "has no text 'access_token'");
  }

  /** Who is refused looks for another way; what passes is asked again by the same command. */
  @ParameterizedTest
  @CsvSource({
    "399, false",
    "400, true",
    "401, true",
    "403, true",
    "408, false",
    "429, false",
    "499, true",
    "500, false",
    "503, false"
  })
  void onlyAnAnswerThatStays_isARefusal(int status, boolean refused) {
    server.on(LOGIN, status, "{}");
    assertThatThrownBy(this::api)
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("HTTP " + status)
        .matches(e -> e instanceof ApiRefusedException == refused);
  }

  @Test
  void aListThatIsNone_isRefused() throws Exception {
    ControlPlaneApi api = api();
    server.on("GET /api/v1/organizations", 200, "{\"items\": \"word\"}");
    assertRefused(() -> api.organization("Example"), "its answer is no list");
    server.on("GET /api/v1/organizations", 500, "word");
    assertRefused(() -> api.organization("Example"), "HTTP 500");
  }

  @Test
  void anotherAuthority_isNotTalkedTo() {
    X509Certificate other =
        CertificateAuthority.create("other", HOST, Duration.ofDays(1), Clock.systemUTC())
            .certificate();
    assertRefused(() -> login(other), "did not answer");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void anotherHostsCertificate_isNotTalkedTo() throws Exception {
    try (HttpsStub elsewhere = HttpsStub.of("elsewhere.test")) {
      SiteHttps https =
          SiteHttps.at(elsewhere.address(), Duration.ofSeconds(5), elsewhere.authority());
      assertRefused(
          () -> ControlPlaneApi.login(https, HOST, "admin", password, secrets), "did not answer");
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @Test
  void certificatePastItsEnd_isNotTalkedTo() throws Exception {
    Clock before = Clock.offset(Clock.systemUTC(), Duration.ofDays(-2));
    try (HttpsStub expired = HttpsStub.of(HOST, before)) {
      SiteHttps https = SiteHttps.at(expired.address(), Duration.ofSeconds(5), expired.authority());
      assertRefused(
          () -> ControlPlaneApi.login(https, HOST, "admin", password, secrets), "did not answer");
      assertThat(expired.requests()).isEmpty();
    }
  }
}
