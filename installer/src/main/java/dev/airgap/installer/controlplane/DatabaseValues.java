package dev.airgap.installer.controlplane;

import dev.airgap.installer.cluster.GivenSecrets;
import dev.airgap.installer.site.DatabaseBackup;
import dev.airgap.installer.site.DatabaseBackup.Custom;
import dev.airgap.installer.site.DatabaseBackup.DumpFile;
import dev.airgap.installer.site.DatabaseBackup.Mydumper;
import dev.airgap.installer.site.DatabaseBackup.OtherDatabase;
import dev.airgap.installer.site.DatabaseBackup.Volume;
import dev.airgap.installer.site.DatabaseOptions;
import dev.airgap.installer.site.DatabaseTls;
import dev.airgap.pki.Certificates;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * TLS, connections and backup of a database, by the keys of the server's chart. Certificates are
 * referred to, each by a key of its own: the chart mounts them into one folder by these names.
 */
public final class DatabaseValues {
  private static final String FS_GROUP = "fsGroup";
  private static final int SERVER_GROUP = 1000;

  private final ChartSecrets chartSecrets;
  private final GivenSecrets given;
  private final RunSecrets secrets;

  public DatabaseValues(ChartSecrets chartSecrets, GivenSecrets given, RunSecrets secrets) {
    this.chartSecrets = chartSecrets;
    this.given = given;
    this.secrets = secrets;
  }

  /** What stands beside the database's URL. */
  public Map<String, Object> of(DatabaseOptions options) {
    Map<String, Object> values = new TreeMap<>();
    options.tls().ifPresent(tls -> putTls(values, tls));
    // As texts: the chart takes a 0 for nothing said.
    options.pool().size().ifPresent(size -> values.put("poolSize", String.valueOf(size)));
    options.pool().overflow().ifPresent(more -> values.put("maxOverflow", String.valueOf(more)));
    options.backup().ifPresent(backup -> putBackup(values, backup));
    return values;
  }

  /** What stands at the top of the server's own values. */
  public static Map<String, Object> threads(DatabaseOptions options) {
    return options
        .threads()
        .<Map<String, Object>>map(threads -> Map.of("threadPoolSize", threads))
        .orElse(Map.of());
  }

  /**
   * What stands at the top of all values: a volume is mounted as root's own, unless the pod has a
   * group.
   */
  public static Map<String, Object> podGroup(DatabaseOptions options) {
    return options.backup().flatMap(DatabaseBackup::claim).isPresent()
        ? Map.of(
            "podSecurityContext",
            Map.of(FS_GROUP, SERVER_GROUP, "fsGroupChangePolicy", "OnRootMismatch"))
        : Map.of();
  }

  private void putTls(Map<String, Object> values, DatabaseTls tls) {
    values.put("ssl", true);
    values.put("sslVerifyServerCert", tls.verify());
    if (!tls.authorities().isEmpty()) {
      refer(values, "sslCa", "databaseCa", pem(tls.authorities()));
    }
    if (tls.client().isPresent()) {
      refer(values, "sslCert", "databaseCertificate", pem(tls.client().get().chain()));
      refer(values, "sslKey", "databaseKey", given.of(tls.client().get().key()));
    }
  }

  private Secret pem(List<X509Certificate> certificates) {
    return secrets.keep(
        certificates.stream().map(Certificates::toPem).collect(Collectors.joining()));
  }

  private void refer(Map<String, Object> values, String key, String name, Secret content) {
    values.put(key, Map.of("secretRef", chartSecrets.reference(name, content)));
  }

  private static void putBackup(Map<String, Object> values, DatabaseBackup backup) {
    values.put("backupStrategy", backup.strategy());
    putVolume(values, backup.claim());
    switch (backup) {
      case OtherDatabase other -> values.put("backupDatabase", other.name());
      case Mydumper mydumper -> putMydumper(values, mydumper);
      case Custom custom -> {
        values.put("customBackupEngine", custom.engine());
        if (!custom.settings().isEmpty()) {
          values.put("customBackupEngineConfig", custom.settings());
        }
      }
      case DumpFile file -> {}
      case DatabaseBackup.Disabled disabled -> {}
      case DatabaseBackup.InMemory memory -> {}
    }
  }

  private static void putVolume(Map<String, Object> values, Optional<Volume> volume) {
    volume.ifPresent(claim -> values.put("backupPVStorageSize", claim.size()));
    volume
        .flatMap(Volume::storageClass)
        .ifPresent(name -> values.put("backupPVStorageClass", name));
  }

  private static void putMydumper(Map<String, Object> values, Mydumper mydumper) {
    mydumper.threads().ifPresent(threads -> values.put("mydumperThreads", threads));
    if (mydumper.compress()) {
      values.put("mydumperCompress", true);
    }
    if (!mydumper.arguments().isEmpty()) {
      values.put("mydumperExtraArgs", mydumper.arguments());
    }
    mydumper.loaderThreads().ifPresent(threads -> values.put("myloaderThreads", threads));
    if (!mydumper.loaderArguments().isEmpty()) {
      values.put("myloaderExtraArgs", mydumper.loaderArguments());
    }
  }
}
