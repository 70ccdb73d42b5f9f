package dev.airgap.samples.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The control plane's programs out of their images, run against real databases. */
@TestInstance(Lifecycle.PER_CLASS)
class ControlPlaneIT {

  private StandInPrograms programs;

  @BeforeAll
  void publishAndUnpack(@TempDir Path shared) throws IOException {
    programs = new StandInPrograms(shared);
  }

  @AfterAll
  void stopDatabases() {
    programs.close();
  }

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "mysql"})
  void everythingSurvivesARestart(String type) {
    String id;
    try (RunningControlPlane first = programs.controlPlane(type, "survivor", folder)) {
      id = first.enroll("survivor").text("/id");
      assertThat(id).hasSize(36);
    }
    try (RunningControlPlane second = programs.controlPlane(type, "survivor", folder)) {
      JsonClient admin = second.admin();
      assertThat(admin.get("/api/v1/workspaces/" + id).text("/organization/name"))
          .isEqualTo("survivor");
      assertThat(admin.get("/api/v1/users/me").text("/username")).isEqualTo("admin");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "mysql"})
  void workspaceNames_areUniqueInAnOrganization(String type) {
    try (RunningControlPlane running = programs.controlPlane(type, "unique_names", folder)) {
      JsonClient.Answer first = running.enroll("twice");
      assertThat(first.status()).isEqualTo(200);
      String again =
          "{\"name\":\"twice\",\"organization_id\":\"%s\"}"
              .formatted(first.text("/organization/id"));
      assertThat(running.admin().post("/api/v1/workspaces?enroll=true", again).status())
          .isEqualTo(409);
      assertThat(running.admin().post("/api/v1/organizations", "{\"name\":\"twice\"}").status())
          .isEqualTo(409);
    }
  }

  @Test
  void wrongPassword_andMissingOrInventedTokens_areRefused() {
    try (RunningControlPlane running = programs.controlPlane("postgres", "logins", folder)) {
      JsonClient anonymous = running.anonymous();
      String login = "/api/v1/auth/login";
      assertThat(anonymous.postForm(login, "username=admin&password=wrong").status())
          .isEqualTo(401);
      assertThat(anonymous.postForm(login, "username=nobody&password=x").status()).isEqualTo(401);
      assertThat(anonymous.post(login, "{}").status()).isEqualTo(422);
      assertThat(anonymous.get("/api/v1/workspaces").status()).isEqualTo(401);
      assertThat(anonymous.as("invented").get("/api/v1/organizations").status()).isEqualTo(401);
    }
  }

  @Test
  void enrollmentKey_isShownOnce_andOpensOnlyItsWorkspace() {
    try (RunningControlPlane running = programs.controlPlane("postgres", "keys", folder)) {
      JsonClient.Answer workspace = running.enroll("one");
      String key = workspace.text("/enrollment_key");
      String path = "/api/v1/workspaces/" + workspace.text("/id");
      assertThat(key).hasSizeGreaterThan(30);
      assertThat(running.admin().get(path).body().toString()).doesNotContain(key);
      assertThat(running.admin().get("/api/v1/workspaces").body().toString()).doesNotContain(key);
      JsonClient other = running.anonymous().as(running.enroll("two").text("/enrollment_key"));
      assertThat(other.post(path + "/enrollment", "{}").status()).isEqualTo(401);
      assertThat(programs.databases.postgres("keys", "SELECT enrollment_key FROM workspaces"))
          .hasSize(2)
          .doesNotContain(key);
    }
  }

  @Test
  void workspace_goesFromNotInitializedOverPendingToAvailable() {
    try (RunningControlPlane running = programs.controlPlane("postgres", "states", folder)) {
      JsonClient.Answer workspace = running.enroll("states");
      String path = "/api/v1/workspaces/" + workspace.text("/id");
      JsonClient reporter = running.anonymous().as(workspace.text("/enrollment_key"));
      assertThat(workspace.text("/status")).isEqualTo("not_initialized");
      reporter.post(path + "/enrollment", "{}");
      assertThat(running.admin().get(path).text("/status")).isEqualTo("pending");
      reporter.post(path + "/heartbeat", "{\"version\":\"0.95.1\",\"server_url\":\"https://w\"}");
      JsonClient.Answer available = running.admin().get(path);
      assertThat(available.text("/status")).isEqualTo("available");
      assertThat(available.text("/zenml_service/status/version")).isEqualTo("0.95.1");
      programs.databases.postgres("states", "UPDATE workspaces SET heartbeat = heartbeat - 1000");
      assertThat(running.admin().get(path).text("/status")).isEqualTo("failed");
    }
  }

  @Test
  void workspaces_areFilteredAndDeleted() {
    try (RunningControlPlane running = programs.controlPlane("mysql", "filters", folder)) {
      JsonClient.Answer one = running.enroll("one");
      running.enroll("two");
      JsonClient admin = running.admin();
      String path = "/api/v1/workspaces";
      String organization = "?organization_id=" + one.text("/organization/id");
      assertThat(admin.get(path).body()).hasSize(2);
      assertThat(admin.get(path + organization + "&workspace_name=one").body()).hasSize(1);
      assertThat(admin.get(path + organization + "&workspace_name=two").body()).isEmpty();
      assertThat(admin.get(path + "?limit=1").body()).hasSize(1);
      assertThat(admin.delete(path + "/" + one.text("/id")).status()).isEqualTo(200);
      assertThat(admin.get(path + "/" + one.text("/id")).status()).isEqualTo(404);
    }
  }

  @Test
  void changedAdminPassword_countsAfterARestart_andDatabaseDown_isNotReady() throws IOException {
    try (RunningControlPlane running = programs.controlPlane("postgres", "outage", folder)) {
      programs.databases.postgres("postgres", "ALTER DATABASE outage ALLOW_CONNECTIONS false");
      assertThat(running.anonymous().get("/health").status()).isEqualTo(200);
      assertThat(running.anonymous().get("/ready").status()).isEqualTo(500);
      programs.databases.postgres("postgres", "ALTER DATABASE outage ALLOW_CONNECTIONS true");
      assertThat(running.anonymous().get("/ready").status()).isEqualTo(200);
    }
  }

  @Test
  void badNamesAndBodies_areAnsweredWithTheReason() {
    try (RunningControlPlane running = programs.controlPlane("postgres", "bodies", folder)) {
      JsonClient admin = running.admin();
      assertThat(admin.post("/api/v1/organizations", "{").status()).isEqualTo(422);
      assertThat(admin.post("/api/v1/organizations", "[]").status()).isEqualTo(422);
      assertThat(admin.post("/api/v1/organizations", "{\"name\":7}").status()).isEqualTo(422);
      assertThat(running.enroll("Not Lower Case").status()).isEqualTo(422);
      assertThat(admin.post("/api/v1/health", "{}").status()).isEqualTo(404);
      assertThat(admin.delete("/api/v1/organizations").status()).isEqualTo(405);
    }
  }

  @Test
  void dashboard_servesItsPageOnEveryPath() throws IOException {
    int port = Commands.freePort();
    Map<String, String> environment =
        Map.of("STANDIN_PORT", "" + port, "ZENML_CLOUD_API_URL", "https://cp.test/api/v1");
    Path log = folder.resolve("dashboard.log");
    try (Daemon daemon =
        programs.dashboard.start(log, environment, "-m", "dashboard").listening(port)) {
      assertThat(JsonClient.to(port).get("/health").body().asText()).isEqualTo("OK");
      assertThat(JsonClient.to(port).get("/organizations/x").body().asText())
          .as(daemon.log())
          .contains("ZenML Pro", "https://cp.test/api/v1");
    }
  }
}
