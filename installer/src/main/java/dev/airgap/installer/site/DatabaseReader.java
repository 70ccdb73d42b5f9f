package dev.airgap.installer.site;

import dev.airgap.installer.site.Site.Database;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.util.regex.Pattern;

/** Reads where a database is, and who may use it. */
final class DatabaseReader {
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_$][A-Za-z0-9_$.-]{0,63}");
  private static final int MAX_PORT = 65_535;
  private static final int MYSQL = 3306;
  private static final int POSTGRES = 5432;

  private final SecretReader secrets;
  private final Problems problems;

  DatabaseReader(SecretReader secrets, Problems problems) {
    this.secrets = secrets;
    this.problems = problems;
  }

  /** Postgres or MySQL for the control plane; a workspace knows MySQL alone. */
  Database read(YamlMapping database, boolean postgresToo) {
    String type = database.optionalText("type", problems).orElse("mysql");
    if (!type.equals("mysql") && !(postgresToo && type.equals("postgres"))) {
      problems.add(
          database.position("type"),
          "'%s' is not supported here: %s"
              .formatted(type, postgresToo ? "postgres or mysql" : "a workspace wants mysql"));
    }
    Database read =
        new Database(
            type,
            matching(database, "host", HOST, "no host name or IPv4 address"),
            port(database, type),
            matching(database, "name", NAME, "no name of a database that a URL can hold"),
            database.text("username", problems),
            secrets.required(database, "password"));
    database.rejectUnknown(problems);
    return read;
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
