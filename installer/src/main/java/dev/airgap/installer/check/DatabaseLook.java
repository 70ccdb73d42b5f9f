package dev.airgap.installer.check;

import dev.airgap.installer.check.DatabaseGreeting.Heard;
import dev.airgap.installer.site.Site.Database;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A database's port and greeting, from here and without logging in. Only pods need it, so that one
 * that cannot be reached from here is yellow.
 *
 * @param part of the site that it belongs to
 */
record DatabaseLook(String part, Database database) implements Look {
  private static final Pattern VERSION =
      Pattern.compile("(?:5\\.5\\.5-)?(\\d{1,3})\\.(\\d{1,3}).*");
  private static final int MYSQL = 8;
  private static final int MARIADB = 10_06;

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
        : wrongKind("PostgreSQL");
  }

  private Finding mySql(String version) {
    if (!database.type().equals("mysql")) {
      return wrongKind("MySQL or MariaDB " + version);
    }
    Matcher parts = VERSION.matcher(version);
    if (!parts.matches()) {
      return Finding.yellow(
          check(),
          subject(),
          "says that it is of the version '%s', which cannot be read".formatted(version),
          "see that it is MySQL 8.0 or newer: SELECT VERSION()");
    }
    int major = Integer.parseInt(parts.group(1));
    return version.contains("MariaDB")
        ? mariaDb(version, major * 100 + Integer.parseInt(parts.group(2)))
        : plainMySql(version, major);
  }

  private Finding plainMySql(String version, int major) {
    return major >= MYSQL
        ? Finding.green(check(), subject(), "is MySQL " + version)
        : Finding.red(
            check(),
            subject(),
            "is MySQL %s, and ZenML needs 8.0 or newer".formatted(version),
            "upgrade it, or name another database in the site file");
  }

  /** It says of itself that it is MySQL 5.5.5, for old clients' sake. */
  private Finding mariaDb(String said, int number) {
    String version = said.replaceFirst("^5\\.5\\.5-", "");
    return number >= MARIADB
        ? Finding.yellow(
            check(),
            subject(),
            "is MariaDB %s, which is not supported by ZenML".formatted(version),
            "it is known to run; take MySQL 8.0 or newer where you can")
        : Finding.red(
            check(),
            subject(),
            "is MariaDB %s; older than 10.6, it does not run ZenML's migrations".formatted(version),
            "take MySQL 8.0 or newer");
  }

  private Finding wrongKind(String kind) {
    return Finding.red(
        check(),
        subject(),
        "is %s, and the site file says %s".formatted(kind, database.type()),
        "correct type or port of the database in the site file");
  }
}
