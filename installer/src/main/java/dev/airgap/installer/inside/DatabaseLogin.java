package dev.airgap.installer.inside;

import dev.airgap.installer.site.Site.Database;
import dev.airgap.secrets.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Logs in to a database as the product will, through a forwarded port. Neither driver may be talked
 * into sending files or a password in the clear by what answers there.
 */
final class DatabaseLogin {
  private static final int SECONDS = 8;

  /** It would print; kept here, as a logger that nobody holds forgets its level. */
  private static final Logger QUIET = Logger.getLogger("org.postgresql");

  static {
    QUIET.setLevel(Level.OFF);
  }

  private DatabaseLogin() {}

  /**
   * Each answer of the database is waited for at most 8 seconds.
   *
   * @param port of this machine's loopback
   * @throws SQLException whose message names no password
   */
  static Connection open(Database database, Secret password, int port) throws SQLException {
    Properties options = new Properties();
    options.setProperty("user", database.username());
    options.setProperty("password", password.reveal());
    options.setProperty("socketFactory", ForwardedSockets.class.getName());
    boolean postgres = database.type().equals("postgres");
    String url =
        "jdbc:%s://%s:%d/%s"
            .formatted(
                postgres ? "postgresql" : "mariadb",
                database.host(),
                database.port(),
                database.name());
    Connection connection =
        DriverManager.getDriver(url)
            .connect(url, postgres ? postgres(options, port) : mysql(options, port));
    if (connection == null) {
      throw new SQLException("no driver takes " + url);
    }
    return connection;
  }

  private static Properties postgres(Properties options, int port) {
    options.setProperty("socketFactoryArg", String.valueOf(port));
    options.setProperty("sslmode", "disable");
    options.setProperty("gssEncMode", "disable");
    options.setProperty("connectTimeout", String.valueOf(SECONDS));
    options.setProperty("socketTimeout", String.valueOf(SECONDS));
    return options;
  }

  private static Properties mysql(Properties options, int port) {
    options.setProperty(ForwardedSockets.PORT, String.valueOf(port));
    options.setProperty("sslMode", "disable");
    options.setProperty("allowLocalInfile", "false");
    options.setProperty("allowPublicKeyRetrieval", "true");
    options.setProperty("connectTimeout", String.valueOf(SECONDS * 1000));
    options.setProperty("socketTimeout", String.valueOf(SECONDS * 1000));
    return options;
  }
}
