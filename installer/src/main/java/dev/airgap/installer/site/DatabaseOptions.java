package dev.airgap.installer.site;

import java.util.List;
import java.util.Optional;

/**
 * How a part speaks to its database; what is not said is left to the product.
 *
 * @param threads that answer requests, each of which may want a connection
 */
public record DatabaseOptions(
    Optional<DatabaseTls> tls,
    ConnectionPool pool,
    Optional<Integer> threads,
    Optional<DatabaseBackup> backup) {
  /** Nothing was said. */
  public static final DatabaseOptions NONE =
      new DatabaseOptions(
          Optional.empty(), ConnectionPool.USUAL, Optional.empty(), Optional.empty());

  /**
   * Connections that are kept, and those made beside them when all are taken.
   *
   * @param overflow -1: without an end
   */
  public record ConnectionPool(Optional<Integer> size, Optional<Integer> overflow) {
    static final ConnectionPool USUAL = new ConnectionPool(Optional.empty(), Optional.empty());
  }

  /** Every secret that is read for it. */
  public List<SecretSource> sources() {
    return client().map(DatabaseTls.ClientCertificate::key).stream().toList();
  }

  /** What the database is shown, if anything. */
  public Optional<DatabaseTls.ClientCertificate> client() {
    return tls.flatMap(DatabaseTls::client);
  }
}
