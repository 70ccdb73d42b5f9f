package dev.airgap.installer.inside;

import dev.airgap.installer.site.DatabaseTls;
import dev.airgap.installer.site.Site.Database;
import dev.airgap.pki.Certificates;
import dev.airgap.secrets.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

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
    Optional<DatabaseTls> tls = database.options().tls();
    Connection connection =
        DriverManager.getDriver(url)
            .connect(url, postgres ? postgres(options, port, tls) : mysql(options, port, tls));
    if (connection == null) {
      throw new SQLException("no driver takes " + url);
    }
    return connection;
  }

  /** Its driver takes an authority out of a file alone, so that here none is verified. */
  private static Properties postgres(Properties options, int port, Optional<DatabaseTls> tls) {
    options.setProperty("socketFactoryArg", String.valueOf(port));
    options.setProperty("sslmode", tls.isPresent() ? "require" : "disable");
    options.setProperty("gssEncMode", "disable");
    options.setProperty("connectTimeout", String.valueOf(SECONDS));
    options.setProperty("socketTimeout", String.valueOf(SECONDS));
    return options;
  }

  private static Properties mysql(Properties options, int port, Optional<DatabaseTls> tls) {
    options.setProperty(ForwardedSockets.PORT, String.valueOf(port));
    options.setProperty("sslMode", tls.map(DatabaseLogin::mode).orElse("disable"));
    tls.filter(one -> !one.authorities().isEmpty())
        .ifPresent(one -> options.setProperty("serverSslCert", pem(one)));
    options.setProperty("allowLocalInfile", "false");
    options.setProperty("allowPublicKeyRetrieval", "true");
    options.setProperty("connectTimeout", String.valueOf(SECONDS * 1000));
    options.setProperty("socketTimeout", String.valueOf(SECONDS * 1000));
    return options;
  }

  /** As the product will: without an authority nothing is verified. */
  private static String mode(DatabaseTls tls) {
    return tls.authorities().isEmpty() ? "trust" : tls.verify() ? "verify-full" : "verify-ca";
  }

  private static String pem(DatabaseTls tls) {
    return tls.authorities().stream().map(Certificates::toPem).collect(Collectors.joining());
  }
}
