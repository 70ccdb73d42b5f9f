package dev.airgap.installer.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.installer.testing.OpenSslCertificate;
import dev.airgap.installer.testing.OpenSslCertificate.How;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseOptionsTest {
  private static final String SITE =
      """
      apiVersion: airgap.dev/v1
      kind: Site
      registry: {prefix: registry.corp.internal/zenml, pullCredentials: {username: {env: A}, password: {env: B}}}
      ingress: {address: 10.0.0.20}
      tls: {internalCa: {domain: corp.internal}}
      controlPlane:
        namespace: zenml-pro
        host: zenml.corp.internal
        database: {type: mysql, host: db, name: pro, username: pro, password: {env: CP}}
      workspaces:
        - name: one
          organization: Example
          host: one.corp.internal
          database: {host: db, name: one, username: one, password: {env: ONE}, MORE}
      """;

  /** When a certificate of one day has ended. */
  private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofDays(2));

  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void make() throws Exception {
    OpenSslCertificate root = OpenSslCertificate.root(folder, "ca");
    root.issue("client", How.EC, "extendedKeyUsage=clientAuth");
    root.issue("soon", How.EC.days(20), "extendedKeyUsage=clientAuth");
    root.server("server", "db");
    OpenSslCertificate old =
        OpenSslCertificate.root(
            folder, "old", How.EC.days(1), OpenSslCertificate.CA, OpenSslCertificate.CA_USAGE);
    OpenSslCertificate.chain(folder.resolve("cloud.pem"), old, root);
  }

  private static Site read(String more) throws InvalidFileException {
    return new SiteReader(new RunSecrets(), LATER)
        .read("site.yaml", SITE.replace("MORE", more), folder);
  }

  private static DatabaseOptions options(String more) throws InvalidFileException {
    return read(more).workspaces().getFirst().database().options();
  }

  @Test
  void everything_isRead() throws Exception {
    DatabaseOptions read =
        options(
            "tls: {ca: ca.pem, certificate: client.pem, key: {file: client.key}}, pool: {size: 30, overflow: -1}, threads: 60, backup: {strategy: dump-file, volume: {size: 10Gi, storageClass: fast}}");
    DatabaseTls tls = read.tls().orElseThrow();
    assertThat(tls.verify()).isTrue();
    assertThat(tls.authorities()).hasSize(1);
    assertThat(read.sources()).containsExactly(new SecretSource.File(folder.resolve("client.key")));
    assertThat(read.pool())
        .isEqualTo(new DatabaseOptions.ConnectionPool(Optional.of(30), Optional.of(-1)));
    assertThat(read.threads()).contains(60);
    assertThat(read.backup())
        .contains(
            new DatabaseBackup.DumpFile(
                Optional.of(new DatabaseBackup.Volume("10Gi", Optional.of("fast")))));
  }

  @Test
  void nothing_isNothing() throws Exception {
    assertThat(options("tls: false")).isEqualTo(DatabaseOptions.NONE);
    assertThat(read("tls: false").warnings()).isEmpty();
  }

  @Test
  void everyStrategy_isRead() throws Exception {
    assertThat(options("backup: {strategy: database, database: spare}").backup())
        .contains(new DatabaseBackup.OtherDatabase("spare"));
    assertThat(
            options(
                    "backup: {strategy: mydumper, threads: 128, compress: true, arguments: [\"--rows=1\"], loaderThreads: 1, loaderArguments: [\"-v\"]}")
                .backup())
        .contains(
            new DatabaseBackup.Mydumper(
                Optional.empty(),
                Optional.of(128),
                true,
                List.of("--rows=1"),
                Optional.of(1),
                List.of("-v")));
    assertThat(options("backup: {strategy: custom, engine: a.B, settings: {c: 1}}").backup())
        .contains(new DatabaseBackup.Custom("a.B", Map.of("c", 1)));
    assertThat(options("backup: {strategy: disabled}").backup().orElseThrow().strategy())
        .isEqualTo("disabled");
    assertThat(options("backup: {strategy: in-memory}").backup().orElseThrow().strategy())
        .isEqualTo("in-memory");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "tls: {ca: gone.pem} | gone.pem cannot be read",
        "tls: {ca: old.pem} | ended on",
        "tls: {ca: server.pem} | and no root",
        "tls: {verify: true} | 'verify' without 'ca': the server's driver would verify nothing",
        "tls: {ca: ca.pem, certificate: client.pem} | 'key' is missing",
        "tls: {ca: ca.pem, key: {env: K}} | 'certificate' is missing",
        "tls: {ca: ca.pem, certificate: server.pem, key: {env: K}} | is not for TLS clients (extendedKeyUsage has no clientAuth)",
        "tls: {ca: ca.pem, certificate: ca.pem, key: {env: K}} | the client's own stands first",
        "tls: {sslCa: ca.pem} | unknown key 'sslCa': write ca: FILE",
        "ssl: true | unknown key 'ssl': write tls: true",
        "poolSize: 3 | unknown key 'poolSize': write pool: {size: …, overflow: …}",
        "pool: {size: 0} | 'size' is 0, and should be 1 to 10000",
        "pool: {overflow: -2} | 'overflow' is -2, and should be -1 to 10000",
        "pool: {sise: 1} | did you mean 'size'",
        "threads: 0 | 'threads' is 0, and should be 1 to 10000",
        "threads: 10001 | 'threads' is 10001, and should be 1 to 10000",
        "backup: {strategy: dumpfile} | did you mean 'dump-file'",
        "backup: {} | 'strategy' is missing",
        "backup: {strategy: database} | 'database' is missing: the strategy database wants it",
        "backup: {strategy: database, database: ONE} | 'ONE' is the database itself",
        "backup: {strategy: database, database: pro} | the database pro is that of the control plane, and the backup of workspace one would drop it",
        "backup: {strategy: database, database: a/b} | is no name of a database",
        "backup: {strategy: custom} | 'engine' is missing",
        "backup: {strategy: custom, engine: x} | is no source of a class",
        "backup: {strategy: in-memory, volume: {size: 1Gi}} | 'volume' does nothing with the strategy in-memory",
        "backup: {strategy: dump-file, volume: {size: 10GB}} | is no size of a volume, such as 10Gi",
        "backup: {strategy: dump-file, volume: {size: 1Gi, sise: x}} | unknown key 'sise'",
        "backup: {strategy: dump-file, compress: true} | 'compress' does nothing with the strategy dump-file",
        "backup: {strategy: in-memory, sise: 1} | unknown key 'sise'",
        "backup: {strategy: mydumper, threads: 0} | 'threads' is 0, and should be 1 to 128",
        "backup: {strategy: mydumper, loaderThreads: 129} | 'loaderThreads' is 129, and should be 1 to 128",
      })
  void aSlip_isNamed(String more, String sentence) {
    assertThatThrownBy(() -> read(more.strip()))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining(sentence.strip());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "tls: true | it is encrypted, and whoever stands between is not noticed",
        "tls: {certificate: client.pem, key: {env: K}} | whoever stands between is not noticed",
        "tls: {ca: ca.pem, verify: false} | any certificate of that authority will do",
        "tls: {ca: cloud.pem} | ended on",
        "tls: {ca: ca.pem, certificate: soon.pem, key: {env: K}} | CN=soon' ends on",
        "pool: {size: 10, overflow: 10} | 20 connections (pool.size and pool.overflow) for 45 threads",
        "threads: 36 | 40 connections (pool.size and pool.overflow) for 41 threads",
      })
  void whatIsWeak_isWarnedOf(String more, String sentence) throws Exception {
    assertThat(read(more).warnings()).anyMatch(warning -> warning.contains(sentence));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tls: {ca: ca.pem}",
        "threads: 35",
        "pool: {size: 1, overflow: -1}",
        "pool: {size: 10000}",
        "pool: {}"
      })
  void whatIsEnough_isNotWarnedOf(String more) throws Exception {
    assertThat(read(more).warnings()).isEmpty();
  }

  @Test
  void theKeyThatADatabaseIsShown_isListedAmongTheSecrets() throws Exception {
    assertThat(read("tls: {ca: ca.pem, certificate: client.pem, key: {env: K}}").secrets())
        .anyMatch(use ->
            use.key().equals("workspace one database.tls.key")
                && use.source().equals(new SecretSource.Environment("K")));
  }

  @Test
  void whatIsRead_doesNotPrintAKey() throws Exception {
    String text = Files.readString(folder.resolve("client.key")).lines().toList().get(1);
    Site site =
        read("tls: {ca: ca.pem, certificate: client.pem, key: {value: \"%s\"}}".formatted(text));
    assertThat(site.toString()).doesNotContain(text);
  }
}
