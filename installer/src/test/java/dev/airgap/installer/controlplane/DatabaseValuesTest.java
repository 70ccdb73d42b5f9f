package dev.airgap.installer.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.helm.ChartDefaults;
import dev.airgap.installer.cluster.GivenSecrets;
import dev.airgap.installer.json.Json;
import dev.airgap.installer.site.DatabaseBackup;
import dev.airgap.installer.site.DatabaseBackup.Volume;
import dev.airgap.installer.site.DatabaseOptions;
import dev.airgap.installer.site.DatabaseOptions.ConnectionPool;
import dev.airgap.installer.site.DatabaseTls;
import dev.airgap.installer.site.SecretSource;
import dev.airgap.installer.testing.ChartBytes;
import dev.airgap.pki.CertificateAuthority;
import dev.airgap.secrets.RunSecrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatabaseValuesTest {
  private static final SecretSource KEY = new SecretSource.Environment("KEY");
  private static final Optional<Volume> VOLUME =
      Optional.of(new Volume("10Gi", Optional.of("fast")));
  private static final List<DatabaseBackup> BACKUPS =
      List.of(
          new DatabaseBackup.Disabled(),
          new DatabaseBackup.InMemory(),
          new DatabaseBackup.OtherDatabase("spare"),
          new DatabaseBackup.DumpFile(VOLUME),
          new DatabaseBackup.Mydumper(
              VOLUME, Optional.of(4), true, List.of("--rows=1"), Optional.of(2), List.of("-v")),
          new DatabaseBackup.Custom("a.B", Map.of("c", 1)));

  private final RunSecrets secrets = new RunSecrets();
  private final X509Certificate authority =
      CertificateAuthority.create("x", "test", Duration.ofDays(1), Clock.systemUTC()).certificate();
  @TempDir private Path folder = Path.of("");

  private DatabaseOptions options(DatabaseBackup backup) {
    DatabaseTls tls =
        new DatabaseTls(
            List.of(authority),
            Optional.of(
                new DatabaseTls.ClientCertificate(Path.of("c.pem"), List.of(authority), KEY)),
            true);
    return new DatabaseOptions(
        Optional.of(tls),
        new ConnectionPool(Optional.of(10), Optional.of(0)),
        Optional.of(20),
        Optional.of(backup));
  }

  private Map<String, Object> values(DatabaseOptions options, ChartSecrets chartSecrets) {
    GivenSecrets given = GivenSecrets.of(Map.of(KEY, secrets.keep("key-word")));
    return new DatabaseValues(chartSecrets, given, secrets).of(options);
  }

  @Test
  void certificates_areReferredTo_byKeysOfTheirOwn() throws Exception {
    ChartSecrets chartSecrets = new ChartSecrets(ChartBytes.defaults(""));
    String values = Json.write(values(options(BACKUPS.getFirst()), chartSecrets));
    assertThat(values)
        .contains(
            "\"ssl\":true",
            "\"sslVerifyServerCert\":true",
            "\"sslCa\":{\"secretRef\":{\"key\":\"databaseCa\",\"name\":\"bundle-values\"}}",
            "\"sslCert\":{\"secretRef\":{\"key\":\"databaseCertificate\",\"name\":\"bundle-values\"}}",
            "\"sslKey\":{\"secretRef\":{\"key\":\"databaseKey\",\"name\":\"bundle-values\"}}")
        .doesNotContain("BEGIN", "key-word");
    Map<String, byte[]> data = chartSecrets.content("x").orElseThrow().data();
    assertThat(data).containsOnlyKeys("databaseCa", "databaseCertificate", "databaseKey");
    assertThat(new String(data.get("databaseCa"), StandardCharsets.UTF_8))
        .startsWith("-----BEGIN CERTIFICATE-----")
        .endsWith("\n");
  }

  @Test
  void anOverflowOfZero_isNoNothing() throws Exception {
    assertThat(values(options(BACKUPS.getFirst()), new ChartSecrets(ChartBytes.defaults(""))))
        .containsEntry("poolSize", "10")
        .containsEntry("maxOverflow", "0");
  }

  @Test
  void nothingSaid_setsNothing() throws Exception {
    ChartSecrets chartSecrets = new ChartSecrets(ChartBytes.defaults(""));
    assertThat(values(DatabaseOptions.NONE, chartSecrets)).isEmpty();
    assertThat(DatabaseValues.threads(DatabaseOptions.NONE)).isEmpty();
    assertThat(DatabaseValues.podGroup(DatabaseOptions.NONE)).isEmpty();
    assertThat(chartSecrets.content("x")).isEmpty();
  }

  private static DatabaseOptions only(DatabaseBackup backup) {
    return new DatabaseOptions(
        Optional.empty(), DatabaseOptions.NONE.pool(), Optional.empty(), Optional.of(backup));
  }

  @Test
  void eachStrategy_isToldWithWhatBelongsToIt() throws Exception {
    ChartSecrets chartSecrets = new ChartSecrets(ChartBytes.defaults(""));
    List<String> told = new ArrayList<>();
    for (DatabaseBackup backup : BACKUPS) {
      told.add(Json.write(values(only(backup), chartSecrets)));
    }
    String volume = "{\"backupPVStorageClass\":\"fast\",\"backupPVStorageSize\":\"10Gi\",";
    assertThat(told)
        .containsExactly(
            "{\"backupStrategy\":\"disabled\"}",
            "{\"backupStrategy\":\"in-memory\"}",
            "{\"backupDatabase\":\"spare\",\"backupStrategy\":\"database\"}",
            volume + "\"backupStrategy\":\"dump-file\"}",
            volume
                + "\"backupStrategy\":\"mydumper\",\"mydumperCompress\":true,\"mydumperExtraArgs\":[\"--rows=1\"],\"mydumperThreads\":4,\"myloaderExtraArgs\":[\"-v\"],\"myloaderThreads\":2}",
            "{\"backupStrategy\":\"custom\",\"customBackupEngine\":\"a.B\",\"customBackupEngineConfig\":{\"c\":1}}");
  }

  @Test
  void aStrategyWithNothingMoreSaid_setsNothingMore() throws Exception {
    ChartSecrets chartSecrets = new ChartSecrets(ChartBytes.defaults(""));
    DatabaseBackup mydumper =
        new DatabaseBackup.Mydumper(
            Optional.empty(), Optional.empty(), false, List.of(), Optional.empty(), List.of());
    assertThat(values(only(mydumper), chartSecrets))
        .isEqualTo(Map.of("backupStrategy", "mydumper"));
    assertThat(values(only(new DatabaseBackup.Custom("a.B", Map.of())), chartSecrets))
        .isEqualTo(Map.of("backupStrategy", "custom", "customBackupEngine", "a.B"));
  }

  @Test
  void aVolume_belongsToThePodsGroup() {
    assertThat(DatabaseValues.podGroup(options(new DatabaseBackup.DumpFile(VOLUME))).toString())
        .contains("fsGroup=1000");
    assertThat(DatabaseValues.podGroup(options(new DatabaseBackup.DumpFile(Optional.empty()))))
        .isEmpty();
  }

  @Test
  void whatIsSet_theNewestChartKnows() throws Exception {
    ChartDefaults chart = ChartBytes.standIn("zenml", folder);
    for (DatabaseBackup backup : BACKUPS) {
      DatabaseOptions options = options(backup);
      Map<String, Object> server = new TreeMap<>(DatabaseValues.threads(options));
      server.put("database", values(options, new ChartSecrets(chart)));
      Map<String, Object> all = new TreeMap<>(DatabaseValues.podGroup(options));
      all.put("server", server);
      assertThat(chart.unknown(all)).as(backup.strategy()).isEmpty();
    }
  }

  @Test
  void aControlPlaneChartWithoutTheKeys_isRefusedInWords_andGetsNoneOfThem() throws Exception {
    ChartDefaults chart = ChartBytes.standIn("zenml-pro", folder);
    assertThat(ControlPlaneDatabase.refusals(chart, DatabaseOptions.NONE)).isEmpty();
    assertThat(ControlPlaneDatabase.refusals(chart, options(BACKUPS.getFirst())))
        .hasSize(7)
        .anyMatch(refusal ->
            refusal.startsWith(
                "controlPlane.database.tls: this version of the control plane's chart has no 'zenml.database.external.ssl'"))
        .anyMatch(refusal -> refusal.contains("'zenml.threadPoolSize'"));
    Map<String, Object> external = new TreeMap<>();
    Map<String, Object> zenml = new TreeMap<>();
    ControlPlaneDatabase.put(
        zenml,
        external,
        options(BACKUPS.getFirst()),
        new ChartSecrets(chart),
        GivenSecrets.NONE,
        secrets);
    assertThat(external).isEmpty();
    assertThat(zenml).isEmpty();
  }

  @Test
  void aControlPlaneChartWithTheKeys_getsThem() throws Exception {
    ChartDefaults chart =
        ChartBytes.defaults(
            "zenml: {threadPoolSize: 40, database: {external: {ssl: false, sslCa: }}}\n");
    DatabaseOptions options =
        new DatabaseOptions(
            Optional.of(new DatabaseTls(List.of(authority), Optional.empty(), true)),
            DatabaseOptions.NONE.pool(),
            Optional.of(20),
            Optional.empty());
    assertThat(ControlPlaneDatabase.refusals(chart, options)).isEmpty();
    Map<String, Object> external = new TreeMap<>();
    Map<String, Object> zenml = new TreeMap<>();
    ControlPlaneDatabase.put(
        zenml, external, options, new ChartSecrets(chart), GivenSecrets.NONE, secrets);
    assertThat(external).containsKeys("ssl", "sslCa", "sslVerifyServerCert");
    assertThat(zenml).isEqualTo(Map.of("threadPoolSize", 20));
  }
}
