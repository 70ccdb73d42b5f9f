package dev.airgap.installer.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.site.SecretSource;
import dev.airgap.installer.site.Site.Database;
import dev.airgap.installer.testing.DatabaseServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The greetings of a real PostgreSQL and a real MariaDB. */
final class DatabaseLookIT {
  private final Path folder;

  DatabaseLookIT() throws Exception {
    folder = Files.createTempDirectory("greetings");
  }

  @AfterEach
  void remove() throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static Finding finding(String type, int port) {
    Database database =
        new Database(type, "127.0.0.1", port, "db", "user", new SecretSource.Environment("UNREAD"));
    return new DatabaseLook("control plane", database).findings().getFirst();
  }

  @Test
  void realServers_areKnownByTheirGreetings() throws Exception {
    try (DatabaseServers servers = new DatabaseServers(folder)) {
      assertThat(finding("postgres", servers.postgresPort()).seen()).startsWith("is PostgreSQL");
      assertThat(finding("mysql", servers.mariadbPort()))
          .satisfies(found -> assertThat(found.colour()).isEqualTo(Colour.YELLOW))
          .satisfies(found -> assertThat(found.seen()).matches("is MariaDB .*-MariaDB.*, which.*"));
      assertThat(finding("postgres", servers.mariadbPort()).isRed()).isTrue();
      assertThat(finding("mysql", servers.postgresPort()).isRed()).isTrue();
    }
  }
}
