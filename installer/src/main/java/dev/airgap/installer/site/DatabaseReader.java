package dev.airgap.installer.site;

import dev.airgap.installer.site.Site.Database;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/** Reads where a database is, and who may use it. */
final class DatabaseReader {
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_$][A-Za-z0-9_$.-]{0,63}");
  private static final int MAX_PORT = 65_535;
  private static final int MYSQL = 3306;
  private static final int POSTGRES = 5432;
  // MySQL 8.0, "Account Names", and PostgreSQL's NAMEDATALEN - 1: longer ones cannot be, or are cut
  // off.
  private static final int MYSQL_USER = 32;
  private static final int POSTGRES_NAME = 63;

  private final SecretReader secrets;
  private final Problems problems;
  private final DatabaseOptionsReader options;

  /**
   * @param now by which certificates have ended or not
   */
  DatabaseReader(SecretReader secrets, Problems problems, List<String> warnings, Instant now) {
    this.secrets = secrets;
    this.problems = problems;
    this.options =
        new DatabaseOptionsReader(
            new DatabaseTlsReader(secrets, problems, warnings, now), problems, warnings);
  }

  /** Postgres or MySQL. */
  Database ofControlPlane(YamlMapping controlPlane) {
    YamlMapping given = controlPlane.mapping("database", problems);
    YamlMapping database = inside(given, "it is a key of the chart");
    return read(
        database,
        type(database, "postgres", "'%s' is no type of database here: write postgres or mysql"));
  }

  /** MySQL alone. */
  Database ofWorkspace(YamlMapping workspace) {
    YamlMapping given =
        workspace.mapping(
            "database",
            "without one a workspace keeps everything in its pod, in SQLite, and loses it when the pod is made anew; give it a MySQL database of its own",
            problems);
    YamlMapping database =
        inside(
            given,
            "the chart of a workspace does not know it, takes SQLite without a word, and loses everything when the pod is made anew");
    return read(
        database,
        type(
            database,
            "mysql",
            "a workspace cannot use '%s': give it a database of MySQL 8.0 or newer and write mysql"));
  }

  /** What guides write between the two is read for what else is wrong with it. */
  private YamlMapping inside(YamlMapping database, String why) {
    if (!database.keys().contains("external")) {
      return database;
    }
    problems.add(
        database.keyPosition("external"),
        "'external' does not belong here: %s; write host, port, name, username and password directly under 'database'"
            .formatted(why));
    return database.optionalMapping("external", problems).orElse(database);
  }

  private String type(YamlMapping database, String besideMysql, String sentence) {
    String type = database.optionalText("type", problems).orElse("mysql");
    if (type.equals("postgresql") && besideMysql.equals("postgres")) {
      problems.add(database.position("type"), "'postgresql' is no type here: write postgres");
    } else if (!type.equals("mysql") && !type.equals(besideMysql)) {
      problems.add(database.position("type"), sentence.formatted(type));
    }
    return type;
  }

  private Database read(YamlMapping database, String type) {
    String name = matching(database, "name", NAME, "no name of a database that a URL can hold");
    Database read =
        new Database(
            type,
            matching(database, "host", HOST, "no host name or IPv4 address"),
            port(database, type),
            name,
            username(database, type),
            secrets.required(database, "password"),
            options.read(database, name));
    database.rejectUnknown(Remedies.OF_DATABASE, problems);
    return read;
  }

  private String username(YamlMapping database, String type) {
    String username = database.text("username", problems);
    int most = type.equals("mysql") ? MYSQL_USER : POSTGRES_NAME;
    if (username.length() > most || username.codePoints().anyMatch(Character::isISOControl)) {
      problems.add(
          database.position("username"),
          "no user of %s can be called so: at most %d characters, none of them a control character"
              .formatted(type, most));
    }
    return username;
  }

  private int port(YamlMapping database, String type) {
    int port =
        database
            .optionalInteger("port", problems)
            .orElse(type.equals("postgres") ? POSTGRES : MYSQL);
    if (port < 1 || port > MAX_PORT) {
      problems.add(database.position("port"), "%d is no port: 1 to %d".formatted(port, MAX_PORT));
    }
    return port;
  }

  private String matching(YamlMapping mapping, String key, Pattern pattern, String what) {
    String text = mapping.text(key, problems);
    if (!text.isEmpty() && !pattern.matcher(text).matches()) {
      problems.add(mapping.position(key), "'%s' is %s".formatted(text, what));
    }
    return text;
  }
}
