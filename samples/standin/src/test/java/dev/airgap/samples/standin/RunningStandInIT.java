package dev.airgap.samples.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs of the published images, run against real databases, as pods would run them. */
@TestInstance(Lifecycle.PER_CLASS)
class RunningStandInIT {

  private Path shared;
  private Databases databases;
  private UnpackedImage api;
  private UnpackedImage dashboard;
  private UnpackedImage server;
  private UnpackedImage client;

  @BeforeAll
  void publishAndUnpack(@TempDir Path folder) throws IOException {
    shared = folder;
    databases = new Databases(shared);
    try (LoopbackRegistry registry = LoopbackRegistry.plain(shared.resolve("registry"))) {
      Published.to(registry);
      api = unpack(registry, "zenml-pro-api", "0.13.18");
      dashboard = unpack(registry, "zenml-pro-dashboard", "0.13.18");
      server = unpack(registry, "zenml-pro-server", "0.95.1");
      client = unpack(registry, "zenml", "0.95.1");
    }
  }

  private UnpackedImage unpack(LoopbackRegistry registry, String name, String tag)
      throws IOException {
    return new UnpackedImage(
        Published.unpack(registry, name + ":" + tag, shared.resolve(name)), tag);
  }

  @AfterAll
  void stopDatabases() {
    databases.close();
  }

  private RunningControlPlane controlPlane(String type, String database, Path folder) {
    return RunningControlPlane.start(
        api, databases, type, database, folder.resolve(database + ".log"));
  }

  @Nested
  class ControlPlane {

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mysql"})
    void everythingSurvivesARestart(String type) {
      String id;
      try (RunningControlPlane first = controlPlane(type, "survivor", folder)) {
        id = first.enroll("survivor").text("/id");
        assertThat(id).hasSize(36);
      }
      try (RunningControlPlane second = controlPlane(type, "survivor", folder)) {
        JsonClient admin = second.admin();
        assertThat(admin.get("/api/v1/workspaces/" + id).text("/organization/name"))
            .isEqualTo("survivor");
        assertThat(admin.get("/api/v1/users/me").text("/username")).isEqualTo("admin");
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mysql"})
    void workspaceNames_areUniqueInAnOrganization(String type) {
      try (RunningControlPlane running = controlPlane(type, "unique_names", folder)) {
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
      try (RunningControlPlane running = controlPlane("postgres", "logins", folder)) {
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
      try (RunningControlPlane running = controlPlane("postgres", "keys", folder)) {
        JsonClient.Answer workspace = running.enroll("one");
        String key = workspace.text("/enrollment_key");
        String path = "/api/v1/workspaces/" + workspace.text("/id");
        assertThat(key).hasSizeGreaterThan(30);
        assertThat(running.admin().get(path).body().toString()).doesNotContain(key);
        assertThat(running.admin().get("/api/v1/workspaces").body().toString()).doesNotContain(key);
        JsonClient other = running.anonymous().as(running.enroll("two").text("/enrollment_key"));
        assertThat(other.post(path + "/enrollment", "{}").status()).isEqualTo(401);
        assertThat(databases.postgres("keys", "SELECT enrollment_key FROM workspaces"))
            .hasSize(2)
            .doesNotContain(key);
      }
    }

    @Test
    void workspace_goesFromNotInitializedOverPendingToAvailable() {
      try (RunningControlPlane running = controlPlane("postgres", "states", folder)) {
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
        databases.postgres("states", "UPDATE workspaces SET heartbeat = heartbeat - 1000");
        assertThat(running.admin().get(path).text("/status")).isEqualTo("failed");
      }
    }

    @Test
    void workspaces_areFilteredAndDeleted() {
      try (RunningControlPlane running = controlPlane("mysql", "filters", folder)) {
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
      try (RunningControlPlane running = controlPlane("postgres", "outage", folder)) {
        databases.postgres("postgres", "ALTER DATABASE outage ALLOW_CONNECTIONS false");
        assertThat(running.anonymous().get("/health").status()).isEqualTo(200);
        assertThat(running.anonymous().get("/ready").status()).isEqualTo(500);
        databases.postgres("postgres", "ALTER DATABASE outage ALLOW_CONNECTIONS true");
        assertThat(running.anonymous().get("/ready").status()).isEqualTo(200);
      }
    }

    @Test
    void badNamesAndBodies_areAnsweredWithTheReason() {
      try (RunningControlPlane running = controlPlane("postgres", "bodies", folder)) {
        JsonClient admin = running.admin();
        assertThat(admin.post("/api/v1/organizations", "{").status()).isEqualTo(422);
        assertThat(admin.post("/api/v1/organizations", "[]").status()).isEqualTo(422);
        assertThat(admin.post("/api/v1/organizations", "{\"name\":7}").status()).isEqualTo(422);
        assertThat(running.enroll("Not Lower Case").status()).isEqualTo(422);
        assertThat(admin.post("/api/v1/health", "{}").status()).isEqualTo(404);
        assertThat(admin.delete("/api/v1/organizations").status()).isEqualTo(405);
      }
    }
  }

  @Nested
  class WorkspaceServer {

    @TempDir Path folder;
    private RunningControlPlane controlPlane;
    private TestAuthority authority;
    private TlsFront front;

    @BeforeEach
    void startControlPlane() throws IOException {
      controlPlane = controlPlane("postgres", "for_servers", folder);
      authority = TestAuthority.in(folder.resolve("pki"));
      front = new TlsFront(folder.resolve("nginx"), authority, controlPlane.port());
    }

    @AfterEach
    void stopControlPlane() {
      front.close();
      controlPlane.close();
      databases.postgres("postgres", "DROP DATABASE for_servers WITH (FORCE)");
    }

    private Map<String, String> environment(String database, JsonClient.Answer workspace) {
      String password =
          URLEncoder.encode(Databases.PASSWORD, StandardCharsets.UTF_8).replace("+", "%20");
      Map<String, String> environment = new HashMap<>();
      environment.put(
          "ZENML_STORE_URL",
          "mysql://%s:%s@127.0.0.1:%d/%s"
              .formatted(Databases.USER, password, databases.mariadbPort, database));
      environment.put("DISABLE_DATABASE_MIGRATION", "True");
      environment.put("ZENML_ANALYTICS_OPT_IN", "false");
      environment.put("ZENML_SECRETS_STORE_ENCRYPTION_KEY", "aa".repeat(32));
      environment.put("ZENML_SERVER_DEPLOYMENT_TYPE", "cloud");
      environment.put("ZENML_SERVER_SERVER_URL", "https://workspace.test");
      environment.put("ZENML_SERVER_PRO_API_URL", front.url() + "/api/v1");
      environment.put("ZENML_SERVER_PRO_WORKSPACE_ID", workspace.text("/id"));
      environment.put("ZENML_SERVER_PRO_OAUTH2_CLIENT_SECRET", workspace.text("/enrollment_key"));
      environment.put("SSL_CERT_FILE", authority.ca().toString());
      environment.put("STANDIN_HEARTBEAT_SECONDS", "0.3");
      return environment;
    }

    private Daemon serve(Map<String, String> environment, int port) {
      environment.put("STANDIN_PORT", "" + port);
      return server
          .start(folder.resolve("server.log"), environment, "-m", "workspace_server")
          .listening(port);
    }

    private Commands.Outcome migrate(UnpackedImage image, Map<String, String> environment) {
      return image.run(environment, "-m", "workspace_server", "migrate-database");
    }

    @Test
    void migratedServer_becomesReady_andAvailableInTheControlPlane() {
      JsonClient.Answer workspace = controlPlane.enroll("ready");
      Map<String, String> environment = environment("ws_ready", workspace);
      Commands.Outcome migration = migrate(server, environment);
      assertThat(migration.output())
          .contains("from nothing to 0.95.1", "done")
          .doesNotContain(Databases.PASSWORD);
      assertThat(migration.exitCode()).isZero();
      int port = Commands.freePort();
      try (Daemon daemon = serve(environment, port)) {
        daemon.await("ready", () -> JsonClient.to(port).get("/ready").status() == 200);
        assertThat(JsonClient.to(port).get("/health").body().asText()).isEqualTo("OK");
        JsonClient.Answer info = JsonClient.to(port).get("/api/v1/info");
        assertThat(info.text("/version")).isEqualTo("0.95.1");
        assertThat(info.text("/secrets_readable")).isEqualTo("true");
        assertThat(
                controlPlane
                    .admin()
                    .get("/api/v1/workspaces/" + workspace.text("/id"))
                    .text("/status"))
            .isEqualTo("available");
        assertThat(databases.mariadb("ws_ready", "SELECT kind FROM server_diary ORDER BY at_ns"))
            .containsExactly("migrated", "started", "enrolled");
        JsonClient.Answer login =
            JsonClient.to(port)
                .postForm("/api/v1/login", "username=admin&password=adm%2Bin+pass%26word");
        assertThat(
                JsonClient.to(port)
                    .as(login.text("/access_token"))
                    .get("/api/v1/current-user")
                    .text("/username"))
            .isEqualTo("admin");
        assertThat(
                JsonClient.to(port)
                    .postForm("/api/v1/login", "username=admin&password=no")
                    .status())
            .isEqualTo(401);
      }
    }

    @Test
    void unverifiedControlPlane_keepsTheServerFromBeingReady() throws IOException {
      Map<String, String> environment = environment("ws_tls", controlPlane.enroll("tls"));
      environment.put("SSL_CERT_FILE", TestAuthority.in(folder.resolve("other")).ca().toString());
      migrate(server, environment);
      int port = Commands.freePort();
      try (Daemon daemon = serve(environment, port)) {
        daemon.await("refusing", () -> daemon.log().contains("CERTIFICATE_VERIFY_FAILED"));
        assertThat(JsonClient.to(port).get("/ready").status()).isEqualTo(503);
        assertThat(JsonClient.to(port).get("/health").status()).isEqualTo(200);
      }
    }

    @Test
    void wrongEnrollmentKey_keepsTheServerFromBeingReady() {
      Map<String, String> environment = environment("ws_key", controlPlane.enroll("key"));
      environment.put("ZENML_SERVER_PRO_OAUTH2_CLIENT_SECRET", "made-up-at-random");
      migrate(server, environment);
      int port = Commands.freePort();
      try (Daemon daemon = serve(environment, port)) {
        daemon.await(
            "refused", () -> daemon.log().contains("enrollment key is not the workspace's"));
        assertThat(JsonClient.to(port).get("/ready").status()).isEqualTo(503);
        assertThat(daemon.log()).doesNotContain("made-up-at-random");
      }
    }

    @Test
    void olderServer_refusesANewerSchema_andAnUnmigratedOne_isNotReady() {
      Map<String, String> environment = environment("ws_versions", controlPlane.enroll("versions"));
      UnpackedImage newer = new UnpackedImage(server.root(), "0.95.2");
      assertThat(migrate(newer, environment).exitCode()).isZero();
      Commands.Outcome refused = migrate(server, environment);
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.output()).contains("has schema 0.95.2, newer than this server's 0.95.1");
      int port = Commands.freePort();
      try (Daemon daemon = serve(environment, port)) {
        daemon.await("refusing", () -> daemon.log().contains("the schema is at 0.95.2"));
        assertThat(JsonClient.to(port).get("/ready").status()).isEqualTo(503);
      }
    }

    @Test
    void migrationWithoutDatabase_failsWithTheReason() {
      Map<String, String> environment = environment("ws_none", controlPlane.enroll("none"));
      environment.put("ZENML_STORE_URL", "mysql://u:hidden@127.0.0.1:1/x");
      Commands.Outcome unreachable = migrate(server, environment);
      assertThat(unreachable.exitCode()).isEqualTo(1);
      assertThat(unreachable.output()).contains("the migration failed").doesNotContain("hidden");
      environment.put("ZENML_STORE_URL", "postgresql://u:hidden@127.0.0.1/x");
      assertThat(migrate(server, environment).output())
          .contains("only mysql://")
          .doesNotContain("hidden");
    }

    @Test
    void lostEncryptionKey_makesSecretsUnreadable() {
      Map<String, String> environment = environment("ws_secrets", controlPlane.enroll("secrets"));
      migrate(server, environment);
      environment.put("ZENML_SECRETS_STORE_ENCRYPTION_KEY", "bb".repeat(32));
      int port = Commands.freePort();
      try (Daemon daemon = serve(environment, port)) {
        daemon.await("ready", () -> JsonClient.to(port).get("/ready").status() == 200);
        assertThat(JsonClient.to(port).get("/api/v1/info").text("/secrets_readable"))
            .isEqualTo("false");
      }
    }

    @Test
    void analytics_callOut_unlessOptedOut() throws IOException {
      Map<String, String> environment =
          environment("ws_analytics", controlPlane.enroll("analytics"));
      migrate(server, environment);
      environment.put("ZENML_ANALYTICS_OPT_IN", "true");
      environment.put("no_proxy", "localhost,127.0.0.1");
      try (ServerSocket outside = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        outside.setSoTimeout(30_000);
        environment.put("https_proxy", "http://127.0.0.1:" + outside.getLocalPort());
        try (Daemon daemon = serve(environment, Commands.freePort());
            Socket caller = outside.accept()) {
          byte[] request = caller.getInputStream().readNBytes(34);
          assertThat(new String(request, StandardCharsets.US_ASCII))
              .as(daemon.log())
              .startsWith("CONNECT analytics.zenml.io:443");
        }
      }
    }

    @Test
    void sqliteServer_migratesItself_andNeedsNoControlPlane() {
      Map<String, String> environment = new HashMap<>();
      environment.put("ZENML_ANALYTICS_OPT_IN", "false");
      environment.put("STANDIN_SQLITE_FILE", folder.resolve("a/zenml.db").toString());
      environment.put("ZENML_DEFAULT_USER_NAME", "admin");
      environment.put("ZENML_DEFAULT_USER_PASSWORD", "pw");
      int port = Commands.freePort();
      try (Daemon daemon = serve(environment, port)) {
        daemon.await("ready", () -> JsonClient.to(port).get("/ready").status() == 200);
        assertThat(
                JsonClient.to(port)
                    .postForm("/api/v1/login", "username=admin&password=pw")
                    .status())
            .isEqualTo(200);
        assertThat(
                JsonClient.to(port)
                    .postForm("/api/v1/login", "username=admin&password=no")
                    .status())
            .isEqualTo(401);
      }
      assertThat(Files.exists(folder.resolve("a/zenml.db"))).isTrue();
    }

    @Test
    void client_logsInOverVerifiedTls_andOnlyThat() {
      String zenml = client.root() + "/usr/local/bin/zenml";
      String url = front.url() + "/api/v1";
      Map<String, String> trusting = Map.of("REQUESTS_CA_BUNDLE", authority.ca().toString());
      Commands.Outcome connected = client.run(trusting, zenml, "login", "--pro-api-url", url);
      assertThat(connected.output()).contains("Connected to ZenML Pro 0.13.18");
      String system = client.root() + "/etc/ssl/certs/ca-certificates.crt";
      Commands.Outcome refused =
          client.run(Map.of("SSL_CERT_FILE", system), zenml, "login", "--pro-api-url", url);
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.output()).contains("CERTIFICATE_VERIFY_FAILED");
      assertThat(client.run(Map.of(), zenml, "version").output()).contains("0.95.1");
    }
  }

  @Test
  void dashboard_servesItsPageOnEveryPath() throws IOException {
    int port = Commands.freePort();
    Map<String, String> environment =
        Map.of("STANDIN_PORT", "" + port, "ZENML_CLOUD_API_URL", "https://cp.test/api/v1");
    Path log = shared.resolve("dashboard.log");
    try (Daemon daemon = dashboard.start(log, environment, "-m", "dashboard").listening(port)) {
      assertThat(JsonClient.to(port).get("/health").body().asText()).isEqualTo("OK");
      assertThat(JsonClient.to(port).get("/organizations/x").body().asText())
          .as(daemon.log())
          .contains("ZenML Pro", "https://cp.test/api/v1");
    }
  }
}
