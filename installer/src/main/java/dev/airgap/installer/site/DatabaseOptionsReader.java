package dev.airgap.installer.site;

import dev.airgap.installer.site.DatabaseOptions.ConnectionPool;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.util.List;
import java.util.Optional;

/** Reads what may stand beside the place of a database: TLS, connections, backup. */
final class DatabaseOptionsReader {
  // What the server takes where nothing is said (its values.yaml names them).
  private static final int POOL_SIZE = 20;
  private static final int OVERFLOW = 20;
  private static final int THREADS = 40;
  // Logins have threads of their own, and each may want a connection as well.
  private static final int AUTH_THREADS = 5;
  private static final int WITHOUT_END = -1;
  private static final int MOST = 10_000;

  private final DatabaseTlsReader tls;
  private final BackupReader backups;
  private final Problems problems;
  private final List<String> warnings;

  DatabaseOptionsReader(DatabaseTlsReader tls, Problems problems, List<String> warnings) {
    this.tls = tls;
    this.backups = new BackupReader(problems);
    this.problems = problems;
    this.warnings = warnings;
  }

  /**
   * @param name of the database itself, which no backup may overwrite
   */
  DatabaseOptions read(YamlMapping database, String name) {
    DatabaseOptions options =
        new DatabaseOptions(
            tls.read(database),
            database.optionalMapping("pool", problems).map(this::pool).orElse(ConnectionPool.USUAL),
            number(database, "threads", 1),
            backups.read(database, name));
    warnOfTooFew(database, options);
    return options;
  }

  private ConnectionPool pool(YamlMapping pool) {
    ConnectionPool read =
        new ConnectionPool(number(pool, "size", 1), number(pool, "overflow", WITHOUT_END));
    pool.rejectUnknown(problems);
    return read;
  }

  private Optional<Integer> number(YamlMapping mapping, String key, int least) {
    Optional<Integer> number = mapping.optionalInteger(key, problems);
    if (number.isPresent() && (number.get() < least || number.get() > MOST)) {
      problems.add(
          mapping.position(key),
          "'%s' is %d, and should be %d to %d".formatted(key, number.get(), least, MOST));
    }
    return number;
  }

  /** A thread without a connection waits for one, and the server seems to hang. */
  private void warnOfTooFew(YamlMapping database, DatabaseOptions options) {
    boolean said = options.threads().isPresent() || !options.pool().equals(ConnectionPool.USUAL);
    int overflow = options.pool().overflow().orElse(OVERFLOW);
    int connections = options.pool().size().orElse(POOL_SIZE) + overflow;
    int threads = options.threads().orElse(THREADS) + AUTH_THREADS;
    if (said && overflow != WITHOUT_END && connections < threads) {
      warnings.add(
          "%s: %d connections (pool.size and pool.overflow) for %d threads (threads, and %d for logins): under load requests wait for connections; make the pool larger, or write overflow: -1"
              .formatted(database.position(), connections, threads, AUTH_THREADS));
    }
  }
}
