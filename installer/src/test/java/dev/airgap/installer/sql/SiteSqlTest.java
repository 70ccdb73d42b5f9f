package dev.airgap.installer.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.installer.testing.OpenSslCertificate;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SiteSqlTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void eachDatabase_hasItsStatements_andNoPassword() throws Exception {
    assertThat(new SiteSql("10.0.%").of(WrittenSite.read()))
        .isEqualTo(
            """
            -- the control plane: run this at db.corp.internal, port 5432, as its administrator (postgres).
            -- <PASSWORD> is what the site file takes from: file a\uFFFDDROP
            CREATE ROLE "p""ro'" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD <PASSWORD>;
            CREATE DATABASE "zenml-pro" OWNER "p""ro'" ENCODING 'UTF8' TEMPLATE template0;
            REVOKE ALL ON DATABASE "zenml-pro" FROM PUBLIC;

            -- workspace one: run this at db, port 3307, as its administrator (mysql).
            -- <PASSWORD> is what the site file takes from: variable ONE
            CREATE DATABASE IF NOT EXISTS `zenml_one` CHARACTER SET utf8mb4;
            CREATE USER IF NOT EXISTS `o'n``e\\`@`10.0.%` IDENTIFIED BY <PASSWORD>;
            GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES ON `zenml\\_one`.* TO `o'n``e\\`@`10.0.%`;
            """);
  }

  @Test
  void tlsAndBackup_areAskedForAndAllowed() throws Exception {
    OpenSslCertificate.root(folder, "ca").issue("client", OpenSslCertificate.How.EC);
    assertThat(new SiteSql("%").of(WrittenSite.read(folder, "tls: true", "")))
        .contains("IDENTIFIED BY <PASSWORD> REQUIRE SSL;");
    String sql =
        new SiteSql("%")
            .of(
                WrittenSite.read(
                    folder,
                    "tls: {certificate: client.pem, key: {env: K}}, backup: {strategy: database, database: zenml_spare}",
                    ""));
    assertThat(sql)
        .contains(
            "IDENTIFIED BY <PASSWORD> REQUIRE X509;",
            "DROP, INDEX, REFERENCES ON `zenml\\_spare`.* TO");
    assertThat(new SiteSql("%").of(WrittenSite.read(folder, "backup: {strategy: mydumper}", "")))
        .contains("-- mydumper may lock tables");
  }

  @Test
  void postgresAsksForTls_inAFileOfItsOwn() throws Exception {
    assertThat(new SiteSql("%").of(WrittenSite.read(folder, "port: 3307", ", tls: true")))
        .contains("-- hostssl \"zenml-pro\" \"p\"\"ro'\" <ADDRESSES> scram-sha-256\n");
  }

  @Test
  void hosts_areNoSql() {
    assertThatThrownBy(() -> new SiteSql("%' ; --")).isInstanceOf(IllegalArgumentException.class);
    assertThat(SiteSql.isHostPattern("10.0.0.0/255.255.0.0")).isTrue();
    assertThat(SiteSql.isHostPattern("`")).isFalse();
  }
}
