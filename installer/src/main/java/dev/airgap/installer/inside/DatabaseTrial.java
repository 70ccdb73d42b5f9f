package dev.airgap.installer.inside;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Tries in a database what the product's migrations do there, with one small table that is gone
 * afterwards; what a killed run left of it is removed first.
 *
 * @param version as the database says it
 * @param lacking rights that the user does not have, by their names in SQL
 * @param garbled whether text outside of the first 65,536 characters is not kept
 */
record DatabaseTrial(String version, List<String> lacking, boolean garbled) {
  static final String TABLE = "airgap_bundle_probe";

  /** Takes four bytes in UTF-8: what MySQL's old {@code utf8} cannot keep. */
  private static final String TEXT = "\uD83D\uDD2C";

  private static final String DROP = "DROP TABLE IF EXISTS " + TABLE;

  /** A statement and the right that it takes. */
  private record Step(String right, String statement) {}

  private static final List<Step> STEPS =
      List.of(
          new Step("ALTER", "ALTER TABLE %s ADD COLUMN name VARCHAR(64)"),
          new Step("INDEX", "CREATE INDEX airgap_bundle_probe_index ON %s (parent)"),
          new Step(
              "REFERENCES",
              "ALTER TABLE %1$s ADD CONSTRAINT airgap_bundle_probe_key FOREIGN KEY (parent) REFERENCES %1$s (id)"),
          new Step("INSERT", "INSERT INTO %s (id) VALUES (1)"),
          new Step("SELECT", "SELECT id FROM %s"),
          new Step("UPDATE", "UPDATE %s SET parent = NULL"),
          new Step("DELETE", "DELETE FROM %s"));

  DatabaseTrial {
    lacking = List.copyOf(lacking);
  }

  /**
   * @throws SQLException where something else than a right is missing
   */
  static DatabaseTrial of(Connection connection) throws SQLException {
    List<String> lacking = new ArrayList<>();
    try (Statement sql = connection.createStatement()) {
      String version = version(sql);
      // whoever may not drop must not create: the table would stay
      boolean created =
          may(sql, new Step("DROP", DROP), lacking)
              && may(
                  sql,
                  new Step("CREATE", "CREATE TABLE %s (id INT PRIMARY KEY, parent INT)"),
                  lacking);
      if (!created) {
        return new DatabaseTrial(version, lacking, false);
      }
      try {
        for (Step step : STEPS) {
          may(sql, step, lacking);
        }
        return new DatabaseTrial(version, lacking, lacking.isEmpty() && isGarbled(connection));
      } finally {
        sql.execute(DROP);
      }
    }
  }

  private static String version(Statement sql) throws SQLException {
    try (ResultSet answer = sql.executeQuery("SELECT VERSION()")) {
      return answer.next() ? String.valueOf(answer.getString(1)) : "";
    }
  }

  private static boolean may(Statement sql, Step step, List<String> lacking) throws SQLException {
    try {
      sql.execute(step.statement().formatted(TABLE));
      return true;
    } catch (SQLException e) {
      if (!isForbidden(e)) {
        throw e;
      }
      lacking.add(step.right());
      return false;
    }
  }

  /** MySQL: 1044, 1142, 1143, 1227; PostgreSQL: insufficient_privilege. */
  private static boolean isForbidden(SQLException failure) {
    return "42501".equals(failure.getSQLState())
        || List.of(1044, 1142, 1143, 1227).contains(failure.getErrorCode());
  }

  /** Refused, or kept as something else, depending on how strict the database is. */
  private static boolean isGarbled(Connection connection) throws SQLException {
    try (var insert =
            connection.prepareStatement(
                "INSERT INTO %s (id, name) VALUES (2, ?)".formatted(TABLE));
        Statement sql = connection.createStatement()) {
      insert.setString(1, TEXT);
      insert.execute();
      try (ResultSet kept = sql.executeQuery("SELECT name FROM " + TABLE)) {
        return !kept.next() || !TEXT.equals(kept.getString(1));
      }
    } catch (SQLException e) {
      if (e.getErrorCode() == 1366 || "22P05".equals(e.getSQLState())) {
        return true;
      }
      throw e;
    }
  }
}
