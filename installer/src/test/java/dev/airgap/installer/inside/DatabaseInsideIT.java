package dev.airgap.installer.inside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.check.Colour;
import dev.airgap.installer.check.Finding;
import dev.airgap.installer.json.Json;
import dev.airgap.installer.site.SecretSource;
import dev.airgap.installer.site.Site.Database;
import dev.airgap.installer.testing.DatabaseServers;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** A real MariaDB and a real PostgreSQL, through the program that pods run. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DatabaseInsideIT {
  private static final Secret PASSWORD = new RunSecrets().keep("a pass'word");

  private final Path folder;
  private final DatabaseServers servers;

  DatabaseInsideIT() throws Exception {
    folder = Files.createTempDirectory("inside");
    servers = new DatabaseServers(folder);
  }

  @BeforeAll
  void fill() throws Exception {
    servers.mariadb(
        "root",
        "",
        "CREATE DATABASE prod CHARACTER SET utf8mb4; CREATE DATABASE old CHARACTER SET latin1;"
            + " CREATE USER 'most'@'%' IDENTIFIED BY 'a pass\\'word';"
            + " GRANT ALL ON prod.* TO 'most'@'%'; GRANT ALL ON old.* TO 'most'@'%';"
            + " CREATE USER 'less'@'%' IDENTIFIED BY 'a pass\\'word';"
            + " GRANT SELECT, CREATE, DROP, INSERT ON prod.* TO 'less'@'%';"
            + " CREATE USER 'other'@'%' IDENTIFIED BY 'another';"
            + " CREATE USER 'keeper'@'%' IDENTIFIED BY 'a pass\\'word';"
            + " GRANT SELECT, CREATE ON prod.* TO 'keeper'@'%';");
    servers.postgres(
        "postgres",
        "postgres",
        "CREATE ROLE pro LOGIN PASSWORD 'a pass''word'; CREATE ROLE guest LOGIN;");
    servers.postgres("postgres", "postgres", "CREATE DATABASE pro OWNER pro");
  }

  @AfterAll
  void remove() throws Exception {
    servers.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private Finding mysql(String name, String user) throws Exception {
    return mysql(name, user, servers.mariadbPort());
  }

  private static Finding mysql(String name, String user, int port) throws Exception {
    return look("mysql", name, user, port);
  }

  private Finding postgres(String name, String user) throws Exception {
    return look("postgres", name, user, servers.postgresPort());
  }

  private static Finding look(String type, String name, String user, int port) throws Exception {
    // nobody knows that name here: only a driver that takes our sockets gets through
    Database database =
        new Database(
            type, "db.invalid", 1, name, user, new SecretSource.Environment("DB_PASSWORD"));
    return new DatabaseInside("workspace a", database)
        .look(PASSWORD, port, Optional::empty)
        .getFirst();
  }

  @Test
  void goodOnes_areGreen_andHoldNothingOfOurs() throws Exception {
    assertThat(mysql("prod", "most"))
        .satisfies(found -> assertThat(found.colour()).isEqualTo(Colour.YELLOW))
        .satisfies(
            found -> assertThat(found.seen()).matches("is MariaDB .* not supported by ZenML"));
    assertThat(servers.mariadb("root", "", "SHOW TABLES IN prod")).isEmpty();

    assertThat(postgres("pro", "pro"))
        .satisfies(found -> assertThat(found.colour()).isEqualTo(Colour.GREEN))
        .satisfies(found -> assertThat(found.seen()).startsWith("PostgreSQL "));
    assertThat(
            servers.postgres(
                "postgres", "pro", "SELECT count(*) FROM pg_tables WHERE tablename LIKE 'airgap%'"))
        .isEqualTo("0");
  }

  @Test
  void whatAKilledRunLeft_isRemoved() throws Exception {
    servers.mariadb("root", "", "CREATE TABLE prod.airgap_bundle_probe (x INT)");
    assertThat(mysql("prod", "most").colour()).isEqualTo(Colour.YELLOW);
    assertThat(servers.mariadb("root", "", "SHOW TABLES IN prod")).isEmpty();
  }

  @Test
  void missingRights_areListedAtOnce() throws Exception {
    Finding found = mysql("prod", "less");
    assertThat(found.isRed()).isTrue();
    assertThat(found.seen())
        .isEqualTo(
            "less may not do in prod what migrations do: ALTER, INDEX, REFERENCES, UPDATE, DELETE");
    assertThat(found.remedy()).contains("bundle site sql");
    assertThat(servers.mariadb("root", "", "SHOW TABLES IN prod")).isEmpty();
  }

  @Test
  void whoMayNotDrop_createsNothing() throws Exception {
    assertThat(mysql("prod", "keeper").seen()).endsWith("what migrations do: DROP");
    assertThat(servers.mariadb("root", "", "SHOW TABLES IN prod")).isEmpty();
    assertThat(postgres("pro", "guest").seen()).endsWith("what migrations do: CREATE");
  }

  @Test
  void refusals_areSaid_withoutThePassword() throws Exception {
    Finding login = mysql("prod", "other");
    assertThat(login.seen()).startsWith("refuses the login of other: ").contains("Access denied");
    assertThat(login.remedy()).contains("variable DB_PASSWORD");
    assertThat(login.toString()).doesNotContain(PASSWORD.reveal());
    assertThat(mysql("elsewhere", "less").seen()).startsWith("lets less not into elsewhere");
    assertThat(postgres("nowhere", "pro").seen()).startsWith("has no database nowhere");
  }

  @Test
  void anotherKind_isTold() throws Exception {
    assertThat(look("mysql", "pro", "pro", servers.postgresPort()).seen())
        .isEqualTo("is PostgreSQL, and the site file says mysql");
    assertThat(look("postgres", "prod", "most", servers.mariadbPort()).seen())
        .matches("is MySQL or MariaDB .*, and the site file says postgres");
  }

  @Test
  void aForwardThatFails_saysNothingOfTheDatabase() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Database database =
          new Database(
              "mysql", "db.invalid", 1, "prod", "most", new SecretSource.Environment("DB"));
      Finding found =
          new DatabaseInside("workspace a", database)
              .look(PASSWORD, silent.getLocalPort(), () -> Optional.of("403"))
              .getFirst();
      assertThat(found.colour()).isEqualTo(Colour.YELLOW);
      assertThat(found.seen()).isEqualTo("could not be spoken to through a pod: 403");
      assertThat(mysql("prod", "most", silent.getLocalPort()).isRed()).isTrue();
    }
  }

  @Test
  void oldCharacterSets_areFoundByWriting() throws Exception {
    Finding found = mysql("old", "most");
    assertThat(found.colour()).isEqualTo(Colour.YELLOW);
    assertThat(found.remedy()).contains("ALTER DATABASE `old` CHARACTER SET utf8mb4");
  }

  @Test
  void throughTheProgramOfAPod_itIsTheSame() throws Exception {
    int own = freePort();
    int closed = freePort();
    Map<String, Object> task =
        Map.of(
            "names", List.of("127.0.0.1", "nowhere.invalid"),
            "ports",
                List.of(
                    List.of("db:1", "127.0.0.1", servers.mariadbPort()),
                    List.of("db:2", "127.0.0.1", closed)),
            "relays", List.of(List.of(own, "127.0.0.1", servers.mariadbPort())),
            "tls", List.of());
    ProcessBuilder program = new ProcessBuilder(PodTask.program());
    program.environment().put(PodTask.VARIABLE, Json.write(task));
    Process running = program.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(running.getInputStream(), StandardCharsets.UTF_8))) {
      PodReport report = PodReport.read(String.valueOf(said.readLine())).orElseThrow();
      assertThat(report.names().get("127.0.0.1")).containsExactly("127.0.0.1");
      assertThat(report.unknown()).containsOnlyKeys("nowhere.invalid");
      assertThat(report.ports().get("db:1")).isEmpty();
      assertThat(report.ports().get("db:2")).contains("refused");
      assertThat(mysql("prod", "most", own).seen()).startsWith("is MariaDB");
    } finally {
      running.destroyForcibly().waitFor();
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
