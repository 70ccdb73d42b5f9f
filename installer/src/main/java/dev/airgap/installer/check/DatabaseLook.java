package dev.airgap.installer.check;

import dev.airgap.installer.check.DatabaseGreeting.Heard;
import dev.airgap.installer.site.Site.Database;
import java.io.IOException;
import java.util.List;

/**
 * A database's port and greeting, from here and without logging in. Only pods need it, so that one
 * that cannot be reached from here is yellow.
 *
 * @param part of the site that it belongs to
 */
record DatabaseLook(String part, Database database) implements Look {
  @Override
  public Check check() {
    return Check.DATABASE;
  }

  @Override
  public List<Finding> findings() {
    try {
      boolean postgres = database.type().equals("postgres");
      return List.of(finding(DatabaseGreeting.at(database.host(), database.port(), postgres)));
    } catch (IOException e) {
      return List.of(
          Finding.yellow(
              check(),
              subject(),
              "cannot be reached from here (%s); only pods need it".formatted(Reached.words(e)),
              "see that the firewall lets the nodes through, and that it listens: nc -vz %s %d"
                  .formatted(database.host(), database.port())));
    }
  }

  private String subject() {
    return "%s %s:%d".formatted(part, database.host(), database.port());
  }

  private Finding finding(Heard heard) {
    return switch (heard) {
      case Heard.MySql(String version) -> mySql(version);
      case Heard.Postgres(boolean tls) -> postgres(tls);
      case Heard.Refusing(String sentence) ->
          Finding.yellow(
              check(),
              subject(),
              "MySQL refuses this machine before any login: " + sentence,
              "see that it lets the nodes in; 'mysqladmin flush-hosts' where a host is blocked");
      case Heard.Unknown(String what) ->
          Finding.red(
              check(),
              subject(),
              "%s, which %s never does".formatted(what, database.type()),
              "correct host and port in the site file, or start the database");
    };
  }

  private Finding postgres(boolean tls) {
    return database.type().equals("postgres")
        ? Finding.green(
            check(), subject(), "is PostgreSQL, %s TLS".formatted(tls ? "with" : "without"))
        : kind().wrong("PostgreSQL");
  }

  private Finding mySql(String version) {
    return kind()
        .againstMySql(version)
        .orElseGet(() -> Finding.green(check(), subject(), "is MySQL " + version));
  }

  private DatabaseKind kind() {
    return new DatabaseKind(check(), subject(), database);
  }
}
