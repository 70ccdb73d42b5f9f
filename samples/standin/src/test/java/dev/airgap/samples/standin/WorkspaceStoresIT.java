package dev.airgap.samples.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** How a server speaks to its database and its secrets store, as its variables say. */
@TestInstance(Lifecycle.PER_CLASS)
class WorkspaceStoresIT {
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

  private Map<String, String> environment(String database) {
    String password =
        URLEncoder.encode(Databases.PASSWORD, StandardCharsets.UTF_8).replace("+", "%20");
    Map<String, String> environment = new HashMap<>();
    environment.put(
        "ZENML_STORE_URL",
        "mysql://%s:%s@127.0.0.1:%d/%s"
            .formatted(Databases.USER, password, programs.databases.mariadbPort, database));
    environment.put("DISABLE_DATABASE_MIGRATION", "True");
    environment.put("ZENML_ANALYTICS_OPT_IN", "false");
    environment.put("ZENML_SECRETS_STORE_TYPE", "sql");
    environment.put("ZENML_SECRETS_STORE_ENCRYPTION_KEY", "aa".repeat(32));
    return environment;
  }

  private Commands.Outcome migrate(Map<String, String> environment) {
    return programs.server.run(environment, "-m", "workspace_server", "migrate-database");
  }

  /** What a server with this environment says of itself. */
  private String info(Map<String, String> environment, String key) {
    int port = Commands.freePort();
    Map<String, String> all = new HashMap<>(environment);
    all.put("STANDIN_PORT", "" + port);
    try (Daemon daemon =
        programs
            .server
            .start(folder.resolve("server.log"), all, "-m", "workspace_server")
            .listening(port)) {
      daemon.await("ready", () -> JsonClient.to(port).get("/ready").status() == 200);
      return JsonClient.to(port).get("/api/v1/info").text("/" + key);
    }
  }

  private Map<String, String> overTls(String database, Path ca) {
    Map<String, String> environment = environment(database);
    environment.put("ZENML_STORE_SSL", "True");
    environment.put("ZENML_STORE_SSL_CA", ca.toString());
    environment.put("ZENML_STORE_SSL_VERIFY_SERVER_CERT", "True");
    return environment;
  }

  @Test
  void theDatabasesCertificate_isVerifiedByItsCa() throws IOException {
    Map<String, String> environment = overTls("st_tls", programs.databases.authority.ca());
    assertThat(migrate(environment).output()).contains("done");
    assertThat(info(environment, "database_tls")).isEqualTo("true");
    environment.put("ZENML_STORE_SSL_CA", Files.readString(programs.databases.authority.ca()));
    assertThat(migrate(environment).exitCode()).isZero();
    Path other = TestAuthority.in(folder.resolve("other")).ca();
    Commands.Outcome refused = migrate(overTls("st_tls", other));
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.output()).contains("CERTIFICATE_VERIFY_FAILED");
    environment.put("ZENML_STORE_SSL", "False");
    assertThat(info(environment, "database_tls")).isEqualTo("false");
  }

  @Test
  void aUserWhoMustShowACertificate_isLetInWithIt() {
    programs.databases.mariadb(
        "mysql",
        "CREATE USER x509@127.0.0.1 IDENTIFIED BY 'w' REQUIRE X509; GRANT ALL ON st_x509.* TO x509@127.0.0.1");
    TestAuthority authority = programs.databases.authority;
    Map<String, String> environment = overTls("st_x509", authority.ca());
    environment.put(
        "ZENML_STORE_URL",
        "mysql://x509:w@127.0.0.1:%d/st_x509".formatted(programs.databases.mariadbPort));
    assertThat(migrate(environment).output()).contains("Access denied");
    environment.put("ZENML_STORE_SSL_CERT", authority.certificate().toString());
    environment.put("ZENML_STORE_SSL_KEY", authority.key().toString());
    assertThat(migrate(environment).output()).contains("done");
  }

  @Test
  void aBackup_isThereWhileItMigrates_andGoneAfterwards() throws IOException {
    Map<String, String> environment = environment("st_backup");
    environment.put("ZENML_STORE_BACKUP_STRATEGY", "database");
    environment.put("ZENML_STORE_BACKUP_DATABASE", "st_spare");
    assertThat(migrate(environment).output())
        .contains("backing up into the database st_spare", "done");
    assertThat(programs.databases.mariadb("mysql", "SHOW DATABASES")).doesNotContain("st_spare");
    Map<String, String> dumping = environment("st_dump");
    dumping.put("ZENML_STORE_BACKUP_STRATEGY", "dump-file");
    dumping.put("ZENML_STORE_BACKUP_DIRECTORY", folder.toString());
    assertThat(migrate(dumping).output()).contains("backing up by dump-file into " + folder);
    assertThat(folder.resolve("zenml-backup.sql")).doesNotExist();
    dumping = environment("st_no_folder");
    dumping.put("ZENML_STORE_BACKUP_STRATEGY", "dump-file");
    dumping.put("ZENML_STORE_BACKUP_DIRECTORY", folder.resolve("none").toString());
    assertThat(migrate(dumping).exitCode()).isEqualTo(1);
  }

  private Map<String, String> withVault(VaultStub vault, String database) {
    Map<String, String> environment = environment(database);
    environment.remove("ZENML_SECRETS_STORE_ENCRYPTION_KEY");
    environment.put("ZENML_SECRETS_STORE_TYPE", "hashicorp");
    environment.put("ZENML_SECRETS_STORE_AUTH_METHOD", "app_role");
    environment.put("ZENML_SECRETS_STORE_VAULT_ADDR", vault.url());
    environment.put("ZENML_SECRETS_STORE_MOUNT_POINT", "zenml");
    environment.put("ZENML_SECRETS_STORE_APP_ROLE_ID", VaultStub.ROLE);
    environment.put("ZENML_SECRETS_STORE_APP_SECRET_ID", VaultStub.SECRET);
    return environment;
  }

  @Test
  void aVault_keepsTheSecrets_andAnotherStoreHasThemNot() throws IOException {
    try (VaultStub vault = new VaultStub()) {
      Map<String, String> environment = withVault(vault, "st_vault");
      assertThat(migrate(environment).output()).contains("mount zenml", "done");
      assertThat(info(environment, "secrets_readable")).isEqualTo("true");
      environment.put("ZENML_SECRETS_STORE_MOUNT_POINT", "elsewhere");
      assertThat(info(environment, "secrets_readable")).isEqualTo("false");
      assertThat(info(environment("st_vault"), "secrets_readable")).isEqualTo("false");
    }
  }

  @Test
  void aSealedVault_andAnUnknownRole_failTheMigration() throws IOException {
    try (VaultStub vault = new VaultStub()) {
      Map<String, String> environment = withVault(vault, "st_sealed");
      environment.put("ZENML_SECRETS_STORE_APP_SECRET_ID", "by-reference");
      assertThat(migrate(environment))
          .returns(1, Commands.Outcome::exitCode)
          .returns(
              true, outcome -> outcome.output().contains("invalid role or secret ID, on post"));
      vault.seal();
      assertThat(migrate(withVault(vault, "st_sealed")))
          .returns(1, Commands.Outcome::exitCode)
          .returns(true, outcome -> outcome.output().contains("Vault is sealed, on post"))
          .returns(false, outcome -> outcome.output().contains(VaultStub.SECRET));
    }
  }
}
