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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The workspace server and the client out of their images, with a control plane behind TLS. */
@TestInstance(Lifecycle.PER_CLASS)
class WorkspaceServerIT {

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
  private RunningControlPlane controlPlane;
  private TestAuthority authority;
  private TlsFront front;

  @BeforeEach
  void startControlPlane() throws IOException {
    controlPlane = programs.controlPlane("postgres", "for_servers", folder);
    authority = TestAuthority.in(folder.resolve("pki"));
    front = new TlsFront(folder.resolve("nginx"), authority, controlPlane.port());
  }

  @AfterEach
  void stopControlPlane() {
    front.close();
    controlPlane.close();
    programs.databases.postgres("postgres", "DROP DATABASE for_servers WITH (FORCE)");
  }

  private Map<String, String> environment(String database, JsonClient.Answer workspace) {
    String password =
        URLEncoder.encode(Databases.PASSWORD, StandardCharsets.UTF_8).replace("+", "%20");
    Map<String, String> environment = new HashMap<>();
    environment.put(
        "ZENML_STORE_URL",
        "mysql://%s:%s@127.0.0.1:%d/%s"
            .formatted(Databases.USER, password, programs.databases.mariadbPort, database));
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
    return programs
        .server
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
    Commands.Outcome migration = migrate(programs.server, environment);
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
      assertThat(
              programs.databases.mariadb(
                  "ws_ready", "SELECT kind FROM server_diary ORDER BY at_ns"))
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
              JsonClient.to(port).postForm("/api/v1/login", "username=admin&password=no").status())
          .isEqualTo(401);
    }
  }

  @Test
  void unverifiedControlPlane_keepsTheServerFromBeingReady() throws IOException {
    Map<String, String> environment = environment("ws_tls", controlPlane.enroll("tls"));
    environment.put("SSL_CERT_FILE", TestAuthority.in(folder.resolve("other")).ca().toString());
    migrate(programs.server, environment);
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
    migrate(programs.server, environment);
    int port = Commands.freePort();
    try (Daemon daemon = serve(environment, port)) {
      daemon.await("refused", () -> daemon.log().contains("enrollment key is not the workspace's"));
      assertThat(JsonClient.to(port).get("/ready").status()).isEqualTo(503);
      assertThat(daemon.log()).doesNotContain("made-up-at-random");
    }
  }

  @Test
  void olderServer_refusesANewerSchema_andAnUnmigratedOne_isNotReady() {
    Map<String, String> environment = environment("ws_versions", controlPlane.enroll("versions"));
    UnpackedImage newer = new UnpackedImage(programs.server.root(), "0.95.2");
    assertThat(migrate(newer, environment).exitCode()).isZero();
    Commands.Outcome refused = migrate(programs.server, environment);
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
    Commands.Outcome unreachable = migrate(programs.server, environment);
    assertThat(unreachable.exitCode()).isEqualTo(1);
    assertThat(unreachable.output()).contains("the migration failed").doesNotContain("hidden");
    environment.put("ZENML_STORE_URL", "postgresql://u:hidden@127.0.0.1/x");
    assertThat(migrate(programs.server, environment).output())
        .contains("only mysql://")
        .doesNotContain("hidden");
  }

  @Test
  void lostEncryptionKey_makesSecretsUnreadable() {
    Map<String, String> environment = environment("ws_secrets", controlPlane.enroll("secrets"));
    migrate(programs.server, environment);
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
    Map<String, String> environment = environment("ws_analytics", controlPlane.enroll("analytics"));
    migrate(programs.server, environment);
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

  private Map<String, String> withoutControlPlane() {
    Map<String, String> environment = new HashMap<>();
    environment.put("ZENML_ANALYTICS_OPT_IN", "false");
    environment.put("STANDIN_SQLITE_FILE", folder.resolve("a/zenml.db").toString());
    environment.put("ZENML_DEFAULT_USER_NAME", "admin");
    environment.put("ZENML_DEFAULT_USER_PASSWORD", "pw");
    return environment;
  }

  private int login(Map<String, String> environment, String form) {
    int port = Commands.freePort();
    try (Daemon daemon = serve(environment, port)) {
      daemon.await("ready", () -> JsonClient.to(port).get("/ready").status() == 200);
      return JsonClient.to(port).postForm("/api/v1/login", form).status();
    }
  }

  @Test
  void serverThatNobodyActivated_letsNobodyIn() {
    Map<String, String> environment = withoutControlPlane();
    assertThat(login(environment, "username=admin&password=pw")).isEqualTo(401);
    environment.put("ZENML_SERVER_AUTO_ACTIVATE", "1");
    assertThat(login(environment, "username=admin&password=pw")).isEqualTo(200);
  }

  @Test
  void password_isTakenOnce_whenTheDatabaseIsNew() {
    Map<String, String> environment = withoutControlPlane();
    environment.put("ZENML_SERVER_AUTO_ACTIVATE", "1");
    assertThat(login(environment, "username=admin&password=pw")).isEqualTo(200);
    environment.put("ZENML_DEFAULT_USER_PASSWORD", "another");
    assertThat(login(environment, "username=admin&password=another")).isEqualTo(401);
    assertThat(login(environment, "username=admin&password=pw")).isEqualTo(200);
  }

  @Test
  void sqliteServer_migratesItself_andNeedsNoControlPlane() {
    Map<String, String> environment = withoutControlPlane();
    environment.put("ZENML_SERVER_AUTO_ACTIVATE", "1");
    int port = Commands.freePort();
    try (Daemon daemon = serve(environment, port)) {
      daemon.await("ready", () -> JsonClient.to(port).get("/ready").status() == 200);
      assertThat(
              JsonClient.to(port).postForm("/api/v1/login", "username=admin&password=pw").status())
          .isEqualTo(200);
      assertThat(
              JsonClient.to(port).postForm("/api/v1/login", "username=admin&password=no").status())
          .isEqualTo(401);
    }
    assertThat(Files.exists(folder.resolve("a/zenml.db"))).isTrue();
  }

  @Test
  void client_logsInOverVerifiedTls_andOnlyThat() {
    String zenml = programs.client.root() + "/usr/local/bin/zenml";
    String url = front.url() + "/api/v1";
    Map<String, String> trusting = Map.of("REQUESTS_CA_BUNDLE", authority.ca().toString());
    Commands.Outcome connected =
        programs.client.run(trusting, zenml, "login", "--pro-api-url", url);
    assertThat(connected.output()).contains("Connected to ZenML Pro 0.13.18");
    String system = programs.client.root() + "/etc/ssl/certs/ca-certificates.crt";
    Commands.Outcome refused =
        programs.client.run(Map.of("SSL_CERT_FILE", system), zenml, "login", "--pro-api-url", url);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.output()).contains("CERTIFICATE_VERIFY_FAILED");
    assertThat(programs.client.run(Map.of(), zenml, "version").output()).contains("0.95.1");
  }

  @Test
  void commandsOfTheImages_areExecutable() {
    assertThat(programs.server.root().resolve("usr/local/bin/zenml")).isExecutable();
    assertThat(programs.client.root().resolve("usr/local/bin/zenml")).isExecutable();
    assertThat(programs.client.root().resolve("bin/sh")).isExecutable();
  }
}
