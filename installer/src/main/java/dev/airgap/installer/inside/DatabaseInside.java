package dev.airgap.installer.inside;

import dev.airgap.installer.check.Check;
import dev.airgap.installer.check.DatabaseGreeting;
import dev.airgap.installer.check.DatabaseGreeting.Heard;
import dev.airgap.installer.check.DatabaseKind;
import dev.airgap.installer.check.Finding;
import dev.airgap.installer.site.Site.Database;
import dev.airgap.secrets.Secret;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One database as the product will use it, spoken to through a pod: kind, version, login, rights
 * and text.
 *
 * @param part of the site that it belongs to
 */
record DatabaseInside(String part, Database database) {
  private static final String SQL =
      "'bundle site sql -f SITE' prints the statements that make database, user and rights; run them as its administrator";

  private String subject() {
    return subject(part, database);
  }

  static String subject(String part, Database database) {
    return "%s %s:%d/%s".formatted(part, database.host(), database.port(), database.name());
  }

  /**
   * All that speaks against it, or one green finding.
   *
   * @param port of this machine's loopback that leads to it
   * @param trouble what kept the API server from passing bytes on, which says nothing of a database
   */
  List<Finding> look(Secret password, int port, Supplier<Optional<String>> trouble) {
    Optional<Finding> other = another(port, trouble);
    if (other.isPresent()) {
      return List.of(other.get());
    }
    if (database.options().client().isPresent()) {
      return List.of(
          yellow(
              "answers; login and rights were not tried, since it wants to be shown a certificate, and only pods show one",
              SQL));
    }
    try (Connection connection = DatabaseLogin.open(database, password, port)) {
      return judged(DatabaseTrial.of(connection));
    } catch (SQLException e) {
      return List.of(refused(e));
    }
  }

  /** A driver would wait in vain for what another database says. */
  private Optional<Finding> another(int port, Supplier<Optional<String>> trouble) {
    DatabaseKind kind = kind();
    try {
      boolean postgres = database.type().equals("postgres");
      return switch (DatabaseGreeting.at("127.0.0.1", port, postgres)) {
        case Heard.MySql(String version) ->
            postgres ? Optional.of(kind.wrong("MySQL or MariaDB " + version)) : Optional.empty();
        case Heard.Postgres answer ->
            postgres ? Optional.empty() : Optional.of(kind.wrong("PostgreSQL"));
        case Heard.Refusing(String sentence) ->
            Optional.of(
                red(
                    "refuses the pod before any login: " + sentence,
                    "let the addresses of nodes and pods in; 'mysqladmin flush-hosts' where a host is blocked"));
        case Heard.Unknown(String what) ->
            Optional.of(
                trouble
                    .get()
                    .map(this::unspoken)
                    .orElseGet(() ->
                        red(
                            "%s, which %s never does".formatted(what, database.type()),
                            "correct host and port in the site file, or start the database")));
      };
    } catch (IOException e) {
      return Optional.of(unspoken(Finding.words(e)));
    }
  }

  /** Nothing is known of it then. */
  private Finding unspoken(String why) {
    return yellow(
        "could not be spoken to through a pod: " + why,
        "look at it by hand, from a pod; this goes by 'kubectl port-forward', which something between here and the API server may not pass on");
  }

  private DatabaseKind kind() {
    return new DatabaseKind(Check.DATABASE_INSIDE, subject(), database);
  }

  private List<Finding> judged(DatabaseTrial trial) {
    if (!trial.lacking().isEmpty()) {
      return List.of(
          red(
              "%s may not do in %s what migrations do: %s"
                  .formatted(
                      database.username(), database.name(), String.join(", ", trial.lacking())),
              SQL));
    }
    List<Finding> findings = new ArrayList<>();
    if (trial.garbled()) {
      findings.add(garbled());
    }
    boolean mysql = database.type().equals("mysql");
    Optional<Finding> against = mysql ? kind().againstMySql(trial.version()) : Optional.empty();
    against.ifPresent(findings::add);
    if (findings.isEmpty()) {
      findings.add(
          Finding.green(
              Check.DATABASE_INSIDE,
              subject(),
              "%s: login, rights and text are as they should be"
                  .formatted(mysql ? "MySQL " + trial.version() : first(trial.version()))));
    }
    return findings;
  }

  private Finding garbled() {
    return yellow(
        "does not keep every character: its character set is not UTF-8 with four bytes",
        database.type().equals("mysql")
            ? "before the first install: ALTER DATABASE `%s` CHARACTER SET utf8mb4"
                .formatted(database.name())
            : "make the database anew with ENCODING 'UTF8' TEMPLATE template0; " + SQL);
  }

  /** PostgreSQL goes on with compiler and machine. */
  private static String first(String version) {
    return version.split(" on ", 2)[0];
  }

  private Finding refused(SQLException failure) {
    String said = Finding.words(failure).replaceAll("\\p{Cntrl}", " ");
    return switch (Refusal.of(failure)) {
      case LOGIN ->
          red(
              "refuses the login of %s: %s".formatted(database.username(), said),
              "correct the password (%s), or let the user log in from the pods' addresses; %s"
                  .formatted(database.password().place(), SQL));
      case NO_DATABASE -> red("has no database %s: %s".formatted(database.name(), said), SQL);
      case NO_RIGHT ->
          red("lets %s not into %s: %s".formatted(database.username(), database.name(), said), SQL);
      case WANTS_TLS ->
          red(
              "takes connections over TLS alone: " + said,
              "say so under 'database' in the site file, or let this user in without TLS");
      case FULL ->
          yellow("takes no more connections now: " + said, "look at who has them, and try again");
      case OTHER ->
          red("does not do what a login or a migration asks: " + said, "look at its log; " + SQL);
    };
  }

  /** What a database refuses, by its own codes. */
  private enum Refusal {
    LOGIN,
    NO_DATABASE,
    NO_RIGHT,
    WANTS_TLS,
    FULL,
    OTHER;

    static Refusal of(SQLException failure) {
      Refusal byNumber =
          switch (failure.getErrorCode()) {
            case 1045, 1130, 1698 -> LOGIN;
            case 1049 -> NO_DATABASE;
            case 1044 -> NO_RIGHT;
            case 3159 -> WANTS_TLS;
            case 1040, 1203 -> FULL;
            default -> OTHER;
          };
      return byNumber != OTHER ? byNumber : byState(failure);
    }

    private static Refusal byState(SQLException failure) {
      return switch (String.valueOf(failure.getSQLState())) {
        case "28P01" -> LOGIN;
        case "28000" ->
            String.valueOf(failure.getMessage()).contains("no encryption") ? WANTS_TLS : LOGIN;
        case "3D000" -> NO_DATABASE;
        case "42501" -> NO_RIGHT;
        case "53300" -> FULL;
        default -> OTHER;
      };
    }
  }

  private Finding red(String seen, String remedy) {
    return Finding.red(Check.DATABASE_INSIDE, subject(), seen, remedy);
  }

  private Finding yellow(String seen, String remedy) {
    return Finding.yellow(Check.DATABASE_INSIDE, subject(), seen, remedy);
  }
}
