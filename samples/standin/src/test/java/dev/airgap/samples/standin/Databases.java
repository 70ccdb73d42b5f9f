package dev.airgap.samples.standin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/**
 * A PostgreSQL and a MariaDB server on loopback, the latter also with TLS, each with a user who may
 * create databases.
 */
@NullMarked
final class Databases implements AutoCloseable {

  static final String USER = "zenml";
  static final String PASSWORD = "p@ss:w/rd 1";

  private final Daemon postgres;
  private final Daemon mariadb;
  final int postgresPort = Commands.freePort();
  final int mariadbPort = Commands.freePort();

  /** Of MariaDB's certificate. */
  final TestAuthority authority;

  Databases(Path folder) throws IOException {
    postgres = startPostgres(folder(folder, "postgres"));
    Path mysql = folder(folder, "mysql");
    authority = TestAuthority.in(mysql.resolve("pki"));
    mariadb = startMariadb(mysql);
  }

  /** A folder below others that the server's user may enter. */
  private static Path folder(Path parent, String name) throws IOException {
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Files.createDirectory(parent.resolve(name));
  }

  private Daemon startPostgres(Path folder) throws IOException {
    Path password = Files.writeString(folder.resolve("password"), PASSWORD);
    Path data = folder.resolve("data");
    Commands.giveTo("postgres", folder);
    List<String> initialise = new ArrayList<>(Commands.as("postgres"));
    initialise.addAll(List.of("initdb", "-D", data.toString(), "-A", "scram-sha-256", "-U", USER));
    initialise.addAll(List.of("--pwfile=" + password, "--no-sync", "-E", "UTF8"));
    Commands.run(initialise.toArray(String[]::new));
    List<String> serve = new ArrayList<>(Commands.as("postgres"));
    serve.addAll(List.of("postgres", "-D", data.toString(), "-p", "" + postgresPort));
    serve.addAll(List.of("-h", "127.0.0.1", "-k", folder.toString(), "-F"));
    return Daemon.start(folder.resolveSibling("postgres.log"), Map.of(), serve)
        .listening(postgresPort);
  }

  private Daemon startMariadb(Path folder) {
    String data = "--datadir=" + folder.resolve("data");
    Commands.giveTo("mysql", folder);
    List<String> initialise = new ArrayList<>(Commands.as("mysql"));
    initialise.addAll(List.of("mariadb-install-db", "--no-defaults", data, "--skip-test-db"));
    initialise.add("--auth-root-authentication-method=normal");
    Commands.run(initialise.toArray(String[]::new));
    List<String> serve = new ArrayList<>(Commands.as("mysql"));
    serve.addAll(List.of("mariadbd", "--no-defaults", data, "--port=" + mariadbPort));
    serve.addAll(List.of("--bind-address=127.0.0.1", "--skip-name-resolve"));
    serve.add("--socket=" + folder.resolve("socket"));
    serve.addAll(List.of("--ssl-ca=" + authority.ca(), "--ssl-cert=" + authority.certificate()));
    serve.add("--ssl-key=" + authority.key());
    Daemon started =
        Daemon.start(folder.resolveSibling("mariadb.log"), Map.of(), serve).listening(mariadbPort);
    Commands.run(
        "mariadb",
        "--no-defaults",
        "--socket=" + folder.resolve("socket"),
        "-uroot",
        "-e",
        "CREATE USER '%s'@'127.0.0.1' IDENTIFIED BY '%s'; GRANT ALL ON *.* TO '%s'@'127.0.0.1' WITH GRANT OPTION"
            .formatted(USER, PASSWORD, USER));
    return started;
  }

  /** Rows of a query against MariaDB, a line each, columns separated by tabs. */
  List<String> mariadb(String database, String statement) {
    return Commands.run(
            "mariadb",
            "--no-defaults",
            "-h127.0.0.1",
            "-P" + mariadbPort,
            "-u" + USER,
            "-p" + PASSWORD,
            "-N",
            "-B",
            database,
            "-e",
            statement)
        .lines()
        .toList();
  }

  /** Rows of a query against PostgreSQL. */
  List<String> postgres(String database, String statement) {
    return Commands.run(
            Map.of("PGPASSWORD", PASSWORD),
            List.of(
                "psql",
                "-h",
                "127.0.0.1",
                "-p",
                "" + postgresPort,
                "-U",
                USER,
                "-At",
                "-c",
                statement,
                database))
        .output()
        .lines()
        .toList();
  }

  @Override
  public void close() {
    mariadb.close();
    postgres.close();
  }
}
