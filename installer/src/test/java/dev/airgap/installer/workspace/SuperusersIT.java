package dev.airgap.installer.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.controlplane.ControlPlane;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.HttpsStub;
import dev.airgap.installer.testing.HttpsStub.Answer;
import dev.airgap.installer.testing.SampleControlPlane;
import dev.airgap.installer.testing.SampleSite;
import dev.airgap.installer.testing.SharedApiServer;
import dev.airgap.secrets.RunSecrets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A super-user, over a control plane's API that makes one or does not. */
@ExtendWith(SharedApiServer.class)
final class SuperusersIT {
  private static final String LOGIN = "POST /api/v1/auth/login";
  private static final String TOKEN = "{\"access_token\": \"token-word\"}";
  private static final String MAKE =
      "POST /api/v1/users?username=anna%40corp&password=one-time-word&is_superuser=true";

  private final Cluster cluster;
  private final HttpsStub https = HttpsStub.of("zenml.test");
  private final RunSecrets secrets = new RunSecrets();

  SuperusersIT(ApiServer server) throws Exception {
    this.cluster = server.connect();
  }

  @BeforeEach
  void letsTheAdministratorIn() {
    letsIn("username=admin&password=admin-word");
  }

  private void letsIn(String... forms) {
    https.otherwise((request, body) ->
        request.equals(LOGIN) && List.of(forms).contains(body)
            ? new Answer(200, TOKEN)
            : new Answer(401, "{}"));
  }

  @AfterEach
  void close() throws Exception {
    https.close();
    cluster.close();
  }

  private void make() throws Exception {
    ControlPlane plane = SampleControlPlane.of(secrets);
    Superusers.by(
            SampleSite.with(Map.of(), Map.of()),
            plane,
            SiteHttps.at(https.address(), Duration.ofSeconds(5), https.authority()),
            new SecretValues(cluster, Map.of(), secrets),
            secrets)
        .make("anna@corp", secrets.keep("one-time-word"));
  }

  private void assertAPersonIsNeeded(String... sentences) {
    assertThatThrownBy(this::make)
        .isInstanceOf(PersonNeededException.class)
        .hasMessageContainingAll(sentences)
        .message()
        .doesNotContain("word=", "one-time", "token-word", "admin-word");
  }

  @Test
  void user_isMadeByOneCall() throws Exception {
    https.on(MAKE, 200, "{\"id\": \"u-1\"}");
    make();
    assertThat(https.requests()).containsExactly(LOGIN, MAKE);
  }

  @Test
  void nameThatIsTaken_isSaidSo() {
    https.on(MAKE, 409, "{}");
    assertAPersonIsNeeded("has a user 'anna@corp' already");
    assertThat(https.requests()).containsExactly(LOGIN, MAKE, LOGIN);
  }

  @Test
  void userOfAKilledRun_isKnownByItsPassword() throws Exception {
    https.on(MAKE, 409, "{}");
    letsIn("username=admin&password=admin-word", "username=anna%40corp&password=one-time-word");
    make();
    assertThat(https.requests()).containsExactly(LOGIN, MAKE, LOGIN);
    https.on(MAKE, 403, "{}");
    make();
    letsIn("username=anna%40corp&password=one-time-word");
    make();
  }

  @Test
  void loginThatBreaks_leavesItOpen() {
    https
        .on(MAKE, 409, "{}")
        .otherwise((request, body) ->
            body.startsWith("username=admin") ? new Answer(200, TOKEN) : new Answer(503, "{}"));
    assertThatThrownBy(this::make)
        .isInstanceOf(ClusterException.class)
        .isNotInstanceOf(ApiRefusedException.class)
        .hasMessageContaining("to log in as anna@corp: it answered HTTP 503");
  }

  @Test
  void apiThatRefuses_leavesItToAPerson() {
    https.on(MAKE, 403, "{}");
    assertAPersonIsNeeded(
        "does not let this program make users", "HTTP 403", "controlPlane: {token");
    letsIn();
    assertAPersonIsNeeded("does not let this program make users", "HTTP 401");
  }

  @Test
  void apiThatBreaks_showsNoPassword_thoughItStandsInTheUrl() {
    https.on(MAKE, 500, "{\"detail\": \"POST /users?password=one-time-word\"}");
    assertThatThrownBy(this::make)
        .isInstanceOf(ClusterException.class)
        .isNotInstanceOf(ApiRefusedException.class)
        .hasMessageContaining("to make the super-user anna@corp: it answered HTTP 500")
        .message()
        .doesNotContain("word");
  }
}
