package dev.airgap.installer.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class SiteSqlTest {
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
  void hosts_areNoSql() {
    assertThatThrownBy(() -> new SiteSql("%' ; --")).isInstanceOf(IllegalArgumentException.class);
    assertThat(SiteSql.isHostPattern("10.0.0.0/255.255.0.0")).isTrue();
    assertThat(SiteSql.isHostPattern("`")).isFalse();
  }
}
