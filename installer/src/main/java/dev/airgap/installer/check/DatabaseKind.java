package dev.airgap.installer.check;

import dev.airgap.installer.site.Site.Database;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a database says that it is, against what the product runs on.
 *
 * @param check that asks
 * @param subject of its findings
 */
public record DatabaseKind(Check check, String subject, Database database) {
  private static final Pattern VERSION =
      Pattern.compile("(?:5\\.5\\.5-)?(\\d{1,3})\\.(\\d{1,3}).*");
  private static final int MYSQL = 8;
  private static final int MARIADB = 10_06;

  /**
   * What speaks against it; empty where nothing does.
   *
   * @param version as MySQL or MariaDB says it
   */
  public Optional<Finding> againstMySql(String version) {
    if (!database.type().equals("mysql")) {
      return Optional.of(wrong("MySQL or MariaDB " + version));
    }
    Matcher parts = VERSION.matcher(version);
    if (!parts.matches()) {
      return Optional.of(
          Finding.yellow(
              check,
              subject,
              "says that it is of the version '%s', which cannot be read".formatted(version),
              "see that it is MySQL 8.0 or newer: SELECT VERSION()"));
    }
    int major = Integer.parseInt(parts.group(1));
    return version.contains("MariaDB")
        ? Optional.of(mariaDb(version, major * 100 + Integer.parseInt(parts.group(2))))
        : major >= MYSQL ? Optional.empty() : Optional.of(tooOld(version));
  }

  private Finding tooOld(String version) {
    return Finding.red(
        check,
        subject,
        "is MySQL %s, and ZenML needs 8.0 or newer".formatted(version),
        "upgrade it, or name another database in the site file");
  }

  /** It says of itself that it is MySQL 5.5.5, for old clients' sake. */
  private Finding mariaDb(String said, int number) {
    String version = said.replaceFirst("^5\\.5\\.5-", "");
    return number >= MARIADB
        ? Finding.yellow(
            check,
            subject,
            "is MariaDB %s, which is not supported by ZenML".formatted(version),
            "it is known to run; take MySQL 8.0 or newer where you can")
        : Finding.red(
            check,
            subject,
            "is MariaDB %s; older than 10.6, it does not run ZenML's migrations".formatted(version),
            "take MySQL 8.0 or newer");
  }

  /** It is another one than the site file says. */
  public Finding wrong(String kind) {
    return Finding.red(
        check,
        subject,
        "is %s, and the site file says %s".formatted(kind, database.type()),
        "correct type or port of the database in the site file");
  }
}
