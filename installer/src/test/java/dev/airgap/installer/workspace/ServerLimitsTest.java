package dev.airgap.installer.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.site.DatabaseBackup;
import dev.airgap.installer.site.DatabaseOptions;
import dev.airgap.installer.site.Gateway;
import dev.airgap.installer.site.SecretSource;
import dev.airgap.installer.site.SecretsStore.Hashicorp;
import dev.airgap.installer.site.SecretsStores;
import dev.airgap.installer.site.Site.Database;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.installer.site.VaultLogin;
import dev.airgap.installer.testing.ChartBytes;
import dev.airgap.installer.testing.SampleSite;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ServerLimitsTest {
  private static final SecretSource WORD = new SecretSource.Environment("WORD");
  private static final String FLAT = "zenml: {secretsStore: {hashicorp: {vault_addr: }}}\n";
  private static final String NESTED =
      "zenml: {secretsStore: {hashicorp: {authMethod: token, authConfig: {vault_addr: }}}}\n";

  private static WorkspaceSite workspace(DatabaseOptions options, SecretsStores stores) {
    WorkspaceSite sample = SampleSite.with(Map.of(), Map.of()).workspaces().getFirst();
    Database database = sample.database();
    return new WorkspaceSite(
        sample.name(),
        sample.organization(),
        sample.host(),
        new Database(
            database.type(),
            database.host(),
            database.port(),
            database.name(),
            database.username(),
            database.password(),
            options),
        stores,
        sample.values(),
        sample.running(),
        sample.enrollment());
  }

  private static List<String> ofVault(
      String version, String chart, VaultLogin login, String mountPoint) throws Exception {
    Hashicorp vault =
        new Hashicorp(
            URI.create("https://vault.test"),
            Optional.empty(),
            Optional.of(mountPoint).filter(mount -> !mount.isEmpty()),
            Optional.empty(),
            Optional.empty(),
            login);
    return new ServerLimits(ChartBytes.defaults(chart), version)
        .refusals(workspace(DatabaseOptions.NONE, new SecretsStores(vault, Optional.empty())));
  }

  @Test
  void mydumper_isNewerThanSomeServers() throws Exception {
    DatabaseOptions options =
        new DatabaseOptions(
            Optional.empty(),
            DatabaseOptions.NONE.pool(),
            Optional.empty(),
            Optional.of(
                new DatabaseBackup.Mydumper(
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    List.of(),
                    Optional.empty(),
                    List.of())));
    WorkspaceSite workspace = workspace(options, SecretsStores.USUAL);
    assertThat(new ServerLimits(ChartBytes.defaults(""), "0.93.0").refusals(workspace))
        .singleElement()
        .asString()
        .contains("mydumper came with the server 0.93.1, and the bundle has 0.93.0");
    assertThat(new ServerLimits(ChartBytes.defaults(""), "0.93.1").refusals(workspace)).isEmpty();
  }

  @Test
  void gateways_areNewerThanSomeCharts() throws Exception {
    Gateway gateway = new Gateway("site", "gateways", Optional.empty(), "10.0.0.21");
    WorkspaceSite workspace = SampleSite.behind(gateway).workspaces().getFirst();
    assertThat(new ServerLimits(ChartBytes.defaults(""), "0.94.2").refusals(workspace))
        .singleElement()
        .asString()
        .contains("makes no HTTPRoute before 0.94.3, and the bundle has 0.94.2");
    assertThat(new ServerLimits(ChartBytes.defaults(""), "0.94.3").refusals(workspace)).isEmpty();
  }

  @Test
  void mountPoints_wereIgnoredOnce() throws Exception {
    VaultLogin token = new VaultLogin.Token(WORD);
    assertThat(ofVault("0.90.0", FLAT, token, "zenml"))
        .singleElement()
        .asString()
        .contains("servers before 0.91.0 ignore it and use 'secret'");
    assertThat(ofVault("0.91.0", FLAT, token, "zenml")).isEmpty();
    assertThat(ofVault("0.85.0", FLAT, token, "")).isEmpty();
  }

  @Test
  void theFlatForm_takesATokenAlone() throws Exception {
    VaultLogin role = new VaultLogin.AppRole("r", WORD);
    assertThat(ofVault("0.92.0", FLAT, role, ""))
        .singleElement()
        .asString()
        .contains("takes a token alone, and knows neither appRole, aws nor authMountPoint");
    assertThat(ofVault("0.94.0", NESTED, role, "")).isEmpty();
  }
}
