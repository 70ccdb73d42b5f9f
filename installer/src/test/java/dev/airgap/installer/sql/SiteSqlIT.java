package dev.airgap.installer.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.installer.testing.DatabaseServers;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is printed runs at real servers, and gives what the product needs and no more. */
final class SiteSqlIT {
  private static final String OWN = "USE zenml_one;\n";
  private static final String USER = "o'n`e\\";

  @TempDir private static Path folder = Path.of("");
  private static DatabaseServers servers;

  private static String part(String begin) throws Exception {
    String sql = new SiteSql("%").of(WrittenSite.read());
    return sql.substring(sql.indexOf(begin)).split("\n\n")[0];
  }

  private static String ofWorkspace(String more) throws Exception {
    String sql = new SiteSql("%").of(WrittenSite.read(folder, more, ""));
    return filledIn(sql.substring(sql.indexOf("-- workspace")).split("\n\n")[0]);
  }

  private static String filledIn(String statements) {
    return statements
        .replaceFirst("PASSWORD <PASSWORD>", "PASSWORD 'chosen'")
        .replaceFirst("BY <PASSWORD>", "BY 'chosen'");
  }

  @BeforeAll
  static void start() throws Exception {
    servers = new DatabaseServers(folder);
    servers.postgres("postgres", "postgres", "CREATE DATABASE other");
    servers.mariadb("root", "", "CREATE DATABASE zenmlxone; CREATE TABLE zenmlxone.t (i INT)");
    servers.postgres("postgres", "postgres", filledIn(part("-- the control plane")));
    servers.mariadb("root", "", filledIn(part("-- workspace")));
  }

  @AfterAll
  static void stop() throws IOException {
    servers.close();
  }

  @Test
  void whatIsNotFilledIn_doesNotRun() throws Exception {
    assertThatThrownBy(() -> servers.postgres("postgres", "postgres", part("-- the control plane")))
        .hasMessageContaining("syntax error");
    assertThatThrownBy(() -> servers.mariadb("root", "", part("-- workspace")))
        .hasMessageContaining("error in your SQL syntax");
  }

  @Test
  void whatAWorkspaceDoes_isAllowed() throws Exception {
    servers.mariadb(
        USER,
        "chosen",
        OWN
            + """
            CREATE TABLE a (i INT PRIMARY KEY, t TEXT);
            CREATE TABLE b (i INT, FOREIGN KEY (i) REFERENCES a (i));
            ALTER TABLE a ADD COLUMN j INT;
            CREATE INDEX k ON a (j);
            INSERT INTO a VALUES (1, 'x', 2);
            UPDATE a SET j = 3;
            DELETE FROM a;
            DROP TABLE b, a;
            DROP DATABASE zenml_one;
            CREATE DATABASE zenml_one;
            """);
    assertThat(servers.mariadb(USER, "chosen", "SHOW DATABASES").lines())
        .contains("zenml_one")
        .doesNotContain("zenmlxone", "mysql");
  }

  @Test
  void aUserWhoMustUseTls_isRefusedWithoutIt() throws Exception {
    servers.mariadb("root", "", ofWorkspace("tls: true").replace(quoted(USER), quoted("tls")));
    assertThatThrownBy(() -> servers.mariadb("tls", "chosen", "SELECT 1"))
        .hasMessageContaining("Access denied");
  }

  @Test
  void theDatabaseOfABackup_mayBeMadeFilledAndDropped() throws Exception {
    servers.mariadb("root", "", ofWorkspace("backup: {strategy: database, database: zenml_spare}"));
    servers.mariadb(
        USER,
        "chosen",
        """
        CREATE DATABASE zenml_spare;
        CREATE TABLE zenml_spare.a AS SELECT 1 AS i;
        DROP DATABASE zenml_spare;
        """);
    assertThatThrownBy(() -> servers.mariadb(USER, "chosen", "CREATE DATABASE zenmlxspare"))
        .hasMessageContaining("denied");
  }

  private static String quoted(String user) {
    return "`" + user.replace("`", "``") + "`";
  }

  @Test
  void whatAWorkspaceNeedNot_isRefused() throws Exception {
    assertThat(servers.mariadb(USER, "chosen", "SELECT 1")).isEqualTo("1");
    for (String statement :
        new String[] {
          "SELECT * FROM zenmlxone.t",
          "CREATE DATABASE another",
          "SELECT * FROM mysql.user",
          OWN + "CREATE VIEW v AS SELECT 1",
          "GRANT SELECT ON zenml_one.* TO root@localhost",
        }) {
      assertThatThrownBy(() -> servers.mariadb(USER, "chosen", statement))
          .as(statement)
          .hasMessageContaining("denied");
    }
  }

  @Test
  void theControlPlane_mayDoAllInItsDatabase_andNothingElsewhere() throws Exception {
    String user = "p\"ro'";
    assertThat(
            servers.postgres(
                user,
                "zenml-pro",
                "CREATE TABLE a (i INT); ALTER TABLE a ADD j INT; DROP TABLE a; SELECT current_user"))
        .isEqualTo(user);
    for (String statement :
        new String[] {"CREATE DATABASE another", "CREATE ROLE r", "SELECT * FROM pg_authid"}) {
      assertThatThrownBy(() -> servers.postgres(user, "zenml-pro", statement))
          .as(statement)
          .hasMessageContaining("permission denied");
    }
    servers.postgres("postgres", "postgres", "CREATE ROLE stranger LOGIN");
    assertThatThrownBy(() -> servers.postgres("stranger", "zenml-pro", "SELECT 1"))
        .hasMessageContaining("permission denied for database");
  }
}
