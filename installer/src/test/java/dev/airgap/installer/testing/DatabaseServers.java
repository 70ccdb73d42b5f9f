package dev.airgap.installer.testing;

import dev.airgap.registry.testing.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A PostgreSQL and a MariaDB server on sockets in a folder, and on ports of loopback; each with its
 * administrator.
 */
public final class DatabaseServers implements AutoCloseable {
  private static final int MAX_TRIES = 300;

  private final Path postgres;
  private final Path mariadb;
  private final int postgresPort;
  private final int mariadbPort;
  private final List<Daemon> daemons = new ArrayList<>();

  /**
   * @param folder below folders that others may enter
   */
  public DatabaseServers(Path folder) throws IOException, InterruptedException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    postgresPort = freePort();
    mariadbPort = freePort();
    postgres = owned(folder.resolve("postgres"), "postgres");
    mariadb = owned(folder.resolve("mariadb"), "mysql");
    startPostgres(folder.resolve("postgres.log"));
    startMariadb(folder.resolve("mariadb.log"));
    await(() -> postgres("postgres", "postgres", "SELECT 1"));
    await(() -> mariadb("root", "", "SELECT 1"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  public int postgresPort() {
    return postgresPort;
  }

  public int mariadbPort() {
    return mariadbPort;
  }

  private static Path owned(Path folder, String user) throws IOException, InterruptedException {
    Files.createDirectory(folder);
    Tool.run("chown", user + ":", folder.toString());
    return folder;
  }

  private static List<String> as(String user, String... command) {
    List<String> all =
        new ArrayList<>(List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups"));
    all.addAll(List.of(command));
    return all;
  }

  private static String postgresProgram(String name) throws IOException {
    try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
      return versions
          .map(version -> version.resolve("bin").resolve(name))
          .filter(Files::isExecutable)
          .max(Comparator.naturalOrder())
          .orElseThrow()
          .toString();
    }
  }

  private void startPostgres(Path log) throws IOException, InterruptedException {
    String data = postgres.resolve("data").toString();
    Tool.run(
        as("postgres", postgresProgram("initdb"), "-D", data, "-A", "trust", "--no-sync")
            .toArray(String[]::new));
    List<String> serve =
        as("postgres", postgresProgram("postgres"), "-D", data, "-F", "-k", postgres.toString());
    serve.addAll(List.of("-c", "listen_addresses=127.0.0.1", "-p", "" + postgresPort));
    serve.addAll(
        List.of("-c", "dynamic_shared_memory_type=mmap")); // killed, it leaves nothing in /dev/shm
    daemons.add(Daemon.start(log, serve));
  }

  private void startMariadb(Path log) throws IOException, InterruptedException {
    String data = "--datadir=" + mariadb.resolve("data");
    List<String> install = as("mysql", "mariadb-install-db", "--no-defaults", data);
    install.addAll(List.of("--skip-test-db", "--auth-root-authentication-method=normal"));
    Tool.run(install.toArray(String[]::new));
    List<String> serve = as("mysql", "mariadbd", "--no-defaults", data);
    serve.addAll(List.of("--bind-address=127.0.0.1", "--port=" + mariadbPort));
    serve.add("--socket=" + mariadb.resolve("socket"));
    daemons.add(Daemon.start(log, serve));
  }

  @FunctionalInterface
  private interface Question {
    String ask() throws IOException, InterruptedException;
  }

  private static void await(Question question) throws IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        question.ask();
        return;
      } catch (IOException e) {
        if (tries == MAX_TRIES) {
          throw e;
        }
        Thread.sleep(100);
      }
    }
  }

  /** What the statements print, for that user in that database; an error ends them. */
  public String postgres(String user, String database, String statements)
      throws IOException, InterruptedException {
    return said(
        Tool.run(
            statements,
            Map.of(
                "PGUSER",
                user,
                "PGDATABASE",
                database,
                "PGHOST",
                postgres.toString(),
                "PGPORT",
                "" + postgresPort),
            "psql",
            "-X",
            "-q",
            "-At",
            "-v",
            "ON_ERROR_STOP=1"));
  }

  /** As {@link #postgres}, for MariaDB; an empty password is none. */
  public String mariadb(String user, String password, String statements)
      throws IOException, InterruptedException {
    return said(
        Tool.run(
            statements,
            Map.of("MYSQL_PWD", password),
            "mariadb",
            "--no-defaults",
            "--socket=" + mariadb.resolve("socket"),
            "--user=" + user,
            "--skip-column-names",
            "--batch"));
  }

  private static String said(byte[] printed) {
    return new String(printed, StandardCharsets.UTF_8).strip();
  }

  @Override
  public void close() throws IOException {
    for (Daemon daemon : daemons) {
      daemon.close();
    }
  }
}
