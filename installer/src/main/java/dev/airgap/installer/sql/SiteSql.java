package dev.airgap.installer.sql;

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
        .formatted(name, user);
  }

  private String mysql(Database database) {
    String user = quoted(database.username(), '`') + "@" + quoted(from, '`');
    return """
    CREATE DATABASE IF NOT EXISTS %1$s CHARACTER SET utf8mb4;
    CREATE USER IF NOT EXISTS %2$s IDENTIFIED BY <PASSWORD>;
    GRANT %3$s ON %4$s.* TO %2$s;
    """
        .formatted(
            quoted(database.name(), '`'),
            user,
            MYSQL_RIGHTS,
            quoted(literal(database.name()), '`'));
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
