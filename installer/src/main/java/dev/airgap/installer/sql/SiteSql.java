package dev.airgap.installer.sql;

import dev.airgap.installer.site.DatabaseBackup;
import dev.airgap.installer.site.DatabaseOptions;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The SQL that makes a site's databases, each with a user who may do in it what the product does
 * there and nothing elsewhere. Passwords are never part of it: {@code <PASSWORD>} is no SQL, so
 * that what was not filled in does not run.
 */
public final class SiteSql {
  // Also the letters of an IPv6 address and of a netmask.
  private static final Pattern HOSTS = Pattern.compile("[A-Za-z0-9.:%/_-]{1,255}");
  // Rows, tables and their changes by migrations; with CREATE and DROP the database itself can be
  // restored from a backup. No GRANT OPTION, no routines, triggers, events or views.
  private static final String MYSQL_RIGHTS =
      "SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES";

  private final String from;

  /**
   * @param from the hosts that users of MySQL may log in from; {@code %} stands for anything
   */
  public SiteSql(String from) {
    if (!isHostPattern(from)) {
      throw new IllegalArgumentException("no pattern of hosts");
    }
    this.from = from;
  }

  /** Whether MySQL could match hosts against it. */
  public static boolean isHostPattern(String text) {
    return HOSTS.matcher(text).matches();
  }

  /** For each database its statements, with a comment on where they are to be run. */
  public String of(Site site) {
    List<String> parts = new ArrayList<>();
    site.parts().forEach(part -> parts.add(of(part.words(), part.database())));
    return String.join("\n", parts);
  }

  private String of(String owner, Database database) {
    String place =
        "-- %s: run this at %s, port %d, as its administrator (%s).\n-- <PASSWORD> is what the site file takes from: %s\n"
            .formatted(
                owner,
                database.host(),
                database.port(),
                database.type(),
                oneLine(database.password().place()));
    return place + (database.type().equals("postgres") ? postgres(database) : mysql(database));
  }

  /** Owning its database, a role may make schemas and tables there, and nothing elsewhere. */
  private static String postgres(Database database) {
    String name = quoted(database.name(), '"');
    String user = quoted(database.username(), '"');
    return """
    CREATE ROLE %2$s LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD <PASSWORD>;
    CREATE DATABASE %1$s OWNER %2$s ENCODING 'UTF8' TEMPLATE template0;
    REVOKE ALL ON DATABASE %1$s FROM PUBLIC;
    """
            .formatted(name, user)
        + hostBased(database, name, user);
  }

  /** No statement of PostgreSQL asks for TLS: a line of its file does. */
  private static String hostBased(Database database, String name, String user) {
    String client = database.options().client().isPresent() ? " clientcert=verify-ca" : "";
    return database.options().tls().isEmpty()
        ? ""
        : "-- and in pg_hba.conf, so that nothing goes without TLS, with the pods' addresses:\n-- hostssl %s %s <ADDRESSES> scram-sha-256%s\n"
            .formatted(oneLine(name), oneLine(user), client);
  }

  private String mysql(Database database) {
    String user = quoted(database.username(), '`') + "@" + quoted(from, '`');
    return """
    CREATE DATABASE IF NOT EXISTS %1$s CHARACTER SET utf8mb4;
    CREATE USER IF NOT EXISTS %2$s IDENTIFIED BY <PASSWORD>%3$s;
    """
            .formatted(quoted(database.name(), '`'), user, required(database.options()))
        + grant(user, database.name())
        + backup(user, database.options());
  }

  private static String grant(String user, String name) {
    return "GRANT %s ON %s.* TO %s;\n".formatted(MYSQL_RIGHTS, quoted(literal(name), '`'), user);
  }

  private static String required(DatabaseOptions options) {
    if (options.tls().isEmpty()) {
      return "";
    }
    return options.client().isPresent() ? " REQUIRE X509" : " REQUIRE SSL";
  }

  /** The server makes, fills and drops the database of its backup. */
  private static String backup(String user, DatabaseOptions options) {
    return switch (options.backup().orElse(null)) {
      case DatabaseBackup.OtherDatabase other -> grant(user, other.name());
      case DatabaseBackup.Mydumper mydumper ->
          "-- mydumper may lock tables: which further rights it needs follows from its arguments (its manual, \"Privileges\").\n";
      case null, default -> "";
    };
  }

  /** In a GRANT, _ and % would stand for other databases as well. */
  private static String literal(String name) {
    return name.replace("_", "\\_").replace("%", "\\%");
  }

  private static String quoted(String name, char quote) {
    String one = String.valueOf(quote);
    return one + name.replace(one, one + one) + one;
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", "\uFFFD");
  }
}
