package dev.airgap.installer.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.site.DatabaseOptions;
import dev.airgap.installer.site.DatabaseTls;
import dev.airgap.installer.site.SecretSource;
import dev.airgap.installer.site.Site.Database;
import dev.airgap.installer.testing.OpenSslCertificate;
import dev.airgap.installer.testing.OpenSslCertificate.How;
import dev.airgap.installer.testing.UnaskedCluster;
import dev.airgap.secrets.RunSecrets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatabaseCertificateLookTest {
  @TempDir private Path folder = Path.of("");

  private List<Finding> findings(OpenSslCertificate root, Path certificate, Path key)
      throws Exception {
    DatabaseTls tls =
        new DatabaseTls(
            List.of(root.certificate()),
            Optional.of(
                new DatabaseTls.ClientCertificate(
                    certificate,
                    List.of(new OpenSslCertificate(certificate, key).certificate()),
                    new SecretSource.File(key))),
            true);
    DatabaseOptions options =
        new DatabaseOptions(
            Optional.of(tls), DatabaseOptions.NONE.pool(), Optional.empty(), Optional.empty());
    Database database =
        new Database(
            "mysql", "db", 3306, "one", "one", new SecretSource.Environment("UNREAD"), options);
    RunSecrets secrets = new RunSecrets();
    try (Cluster cluster = UnaskedCluster.in(folder)) {
      return new DatabaseCertificateLook(
              "workspace one",
              database,
              new SecretValues(cluster, Map.of(), secrets),
              secrets,
              Clock.systemUTC())
          .findings();
    }
  }

  @Test
  void whatADatabaseIsShown_hasItsKey_andItsEndIsSaid() throws Exception {
    OpenSslCertificate root = OpenSslCertificate.root(folder, "root");
    OpenSslCertificate client = root.issue("client", How.EC.days(40));
    List<Finding> found = findings(root, client.file(), client.key());
    assertThat(found).extracting(Finding::colour).containsOnly(Colour.GREEN);
    assertThat(found)
        .extracting(Finding::subject)
        .containsExactly(
            "authority of the database of workspace one", "what workspace one shows its database");
    assertThat(found.getLast().seen()).endsWith(", 39 days");
  }

  @Test
  void anothersKey_isRed() throws Exception {
    OpenSslCertificate root = OpenSslCertificate.root(folder, "root");
    OpenSslCertificate client = root.issue("client", How.EC);
    Finding found = findings(root, client.file(), root.key()).getLast();
    assertThat(found.colour()).isEqualTo(Colour.RED);
    assertThat(found.seen()).contains("does not belong to the certificate of CN=client");
  }
}
