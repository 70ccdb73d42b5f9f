package dev.airgap.installer.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.helm.ChartDefaults;
import dev.airgap.installer.cluster.GivenSecrets;
import dev.airgap.installer.controlplane.ChartSecrets;
import dev.airgap.installer.json.Json;
import dev.airgap.installer.site.SecretSource;
import dev.airgap.installer.site.SecretsStore;
import dev.airgap.installer.site.SecretsStore.Hashicorp;
import dev.airgap.installer.site.SecretsStores;
import dev.airgap.installer.site.VaultLogin;
import dev.airgap.installer.testing.ChartBytes;
import dev.airgap.secrets.RunSecrets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreValuesTest {
  private static final SecretSource WORD = new SecretSource.Environment("WORD");
  private static final SecretSource KEY_ID = new SecretSource.Environment("KEY_ID");
  private static final String FLAT =
      "zenml: {secretsStore: {type: sql, sql: {encryptionKey: }, aws: {authMethod: x, authConfig: {region: }}, hashicorp: {vault_addr: , vault_token: , vault_namespace: , max_versions: }}}\n";

  private final RunSecrets secrets = new RunSecrets();
  @TempDir private Path folder = Path.of("");

  private ChartDefaults newest() throws Exception {
    return ChartBytes.standIn("zenml", folder);
  }

  private static SecretsStores only(SecretsStore store) {
    return new SecretsStores(store, Optional.empty());
  }

  private static Hashicorp vault(VaultLogin login) {
    return new Hashicorp(
        URI.create("https://vault.test"),
        Optional.of("team"),
        Optional.of("zenml"),
        Optional.empty(),
        Optional.of(3),
        login);
  }

  /** What is set, and what of it stands in the chart's values in the open. */
  private record Made(Map<String, Object> values, ChartSecrets chartSecrets, ChartDefaults chart) {
    String text() {
      return Json.write(values);
    }

    String variables() {
      return Json.write(chartSecrets.variables());
    }

    String referred(String key) {
      return new String(
          chartSecrets.content("x").orElseThrow().data().getOrDefault(key, new byte[0]),
          StandardCharsets.UTF_8);
    }
  }

  private Made made(ChartDefaults chart, String top, SecretsStores stores) throws Exception {
    ChartSecrets chartSecrets = new ChartSecrets(chart);
    GivenSecrets given =
        GivenSecrets.of(Map.of(WORD, secrets.keep("hunter2"), KEY_ID, secrets.keep("key-id-word")));
    Map<String, Object> values =
        new StoreValues(chartSecrets, top, given, secrets)
            .of(stores, secrets.keep("encryption-word"));
    return new Made(values, chartSecrets, chart);
  }

  @Test
  void theEncryptionKey_goesByReference_whereTheChartMakesVariables() throws Exception {
    Made made = made(newest(), "server", SecretsStores.USUAL);
    assertThat(made.text()).isEqualTo("{\"secretsStore\":{\"sql\":{},\"type\":\"sql\"}}");
    assertThat(made.variables())
        .contains(
            "{\"name\":\"ZENML_SECRETS_STORE_ENCRYPTION_KEY\",\"secretKey\":\"encryptionKey\",\"secretName\":\"bundle-values\"}");
    assertThat(made.referred("encryptionKey")).isEqualTo("encryption-word");
    assertThat(made.chartSecrets().inline()).isEmpty();
  }

  @Test
  void anOlderChart_getsItInItsValues_andThePlanMaySaySo() throws Exception {
    Made made = made(ChartBytes.defaults(FLAT), "zenml", SecretsStores.USUAL);
    assertThat(made.text()).contains("encryption-word");
    assertThat(made.chartSecrets().inline()).containsExactly("encryptionKey");
  }

  @Test
  void vaultsToken_isNeverNull_andWinsByItsVariable() throws Exception {
    Made made = made(newest(), "server", only(vault(new VaultLogin.Token(WORD))));
    assertThat(made.text())
        .contains(
            "\"authMethod\":\"token\"",
            "\"vault_addr\":\"https://vault.test\"",
            "\"vault_namespace\":\"team\"",
            "\"mount_point\":\"zenml\"",
            "\"max_versions\":3",
            "\"vault_token\":\"by-reference\"")
        .doesNotContain("hunter2", "null");
    assertThat(made.variables()).contains("ZENML_SECRETS_STORE_VAULT_TOKEN");
    assertThat(made.referred("vault_token")).isEqualTo("hunter2");
  }

  @Test
  void anAppRole_showsItsRole_andNotItsSecret() throws Exception {
    Made made = made(newest(), "server", only(vault(new VaultLogin.AppRole("r-1", WORD))));
    assertThat(made.text())
        .contains("\"authMethod\":\"app_role\"", "\"app_role_id\":\"r-1\"")
        .doesNotContain("hunter2");
    assertThat(made.variables()).contains("ZENML_SECRETS_STORE_APP_SECRET_ID");
  }

  @Test
  void theFlatForm_hasTheTokenBesideTheAddress() throws Exception {
    Made made = made(ChartBytes.defaults(FLAT), "zenml", only(vault(new VaultLogin.Token(WORD))));
    assertThat(made.text())
        .contains("\"hashicorp\":{\"max_versions\":3,", "\"vault_token\":\"hunter2\"")
        .doesNotContain("authConfig", "authMethod");
    assertThat(made.chartSecrets().inline()).containsExactly("vault_token");
  }

  @Test
  void cloudLogins_areOneText_byReference() throws Exception {
    Made made =
        made(
            newest(),
            "server",
            only(
                new SecretsStore.Aws(
                    "eu-central-1",
                    Optional.of(new SecretsStore.Aws.AccessKey(WORD, WORD)),
                    Optional.empty())));
    assertThat(made.text())
        .contains("\"authMethod\":\"secret-key\"", "\"authConfig\":{\"region\":\"eu-central-1\"}")
        .doesNotContain("hunter2", "enableImplicitAuthMethods");
    assertThat(made.referred("secretsStore-login"))
        .isEqualTo(
            "{\"aws_access_key_id\":\"hunter2\",\"aws_secret_access_key\":\"hunter2\",\"region\":\"eu-central-1\"}");
  }

  /** The server takes what its login's text says, and nothing from beside it. */
  @Test
  void everyWordOfALogin_isInItsText() throws Exception {
    SecretsStore.Azure.ServicePrincipal principal =
        new SecretsStore.Azure.ServicePrincipal("t", "c", WORD);
    Map<SecretsStore, String> logins =
        Map.of(
            new SecretsStore.Aws(
                "eu-central-1",
                Optional.of(new SecretsStore.Aws.AccessKey(KEY_ID, WORD)),
                Optional.of("arn")),
            "iam-role {\"aws_access_key_id\":\"key-id-word\",\"aws_secret_access_key\":\"hunter2\",\"region\":\"eu-central-1\",\"role_arn\":\"arn\"}",
            new SecretsStore.Gcp("my-project", Optional.of(WORD), Optional.of("a@b")),
            "impersonation {\"project_id\":\"my-project\",\"service_account_json\":\"hunter2\",\"target_principal\":\"a@b\"}",
            new SecretsStore.Gcp("my-project", Optional.of(WORD), Optional.empty()),
            "service-account {\"project_id\":\"my-project\",\"service_account_json\":\"hunter2\"}",
            new SecretsStore.Azure("my-vault", Optional.of(principal)),
            "service-principal {\"client_id\":\"c\",\"client_secret\":\"hunter2\",\"tenant_id\":\"t\"}");
    for (Map.Entry<SecretsStore, String> login : logins.entrySet()) {
      Made made = made(newest(), "server", only(login.getKey()));
      String[] expected = login.getValue().split(" ", 2);
      assertThat(made.text())
          .contains("\"authMethod\":\"%s\"".formatted(expected[0]))
          .doesNotContain("hunter2", "key-id-word");
      assertThat(made.referred("secretsStore-login")).isEqualTo(expected[1]);
    }
  }

  @Test
  void anOlderChart_getsACloudsLoginInItsValues_andThePlanMaySaySo() throws Exception {
    SecretsStore.Aws.AccessKey key = new SecretsStore.Aws.AccessKey(KEY_ID, WORD);
    SecretsStore byKey = new SecretsStore.Aws("eu-central-1", Optional.of(key), Optional.empty());
    Made made = made(ChartBytes.defaults(FLAT), "zenml", only(byKey));
    assertThat(made.text()).contains("\"aws_secret_access_key\":\"hunter2\"");
    assertThat(made.chartSecrets().inline()).containsExactly("secretsStore-login");
    SecretsStore implicit =
        new SecretsStore.Aws("eu-central-1", Optional.empty(), Optional.empty());
    assertThat(made(ChartBytes.defaults(FLAT), "zenml", only(implicit)).chartSecrets().inline())
        .isEmpty();
  }

  @Test
  void aPodsRoleInAws_isSaidToVault_withItsHeaderAndMount() throws Exception {
    Hashicorp store =
        new Hashicorp(
            URI.create("https://vault.test"),
            Optional.empty(),
            Optional.empty(),
            Optional.of("aws-eu"),
            Optional.empty(),
            new VaultLogin.AwsRole("r-1", Optional.of("h-1")));
    assertThat(made(newest(), "server", only(store)).text())
        .contains(
            "\"authConfig\":{\"auth_mount_point\":\"aws-eu\",\"aws_header_value\":\"h-1\",\"aws_role\":\"r-1\",\"vault_addr\":\"https://vault.test\"}",
            "\"authMethod\":\"aws\"");
  }

  @Test
  void withoutALogin_podsMayLogInAsWhatTheyRunAs() throws Exception {
    Made made =
        made(newest(), "server", only(new SecretsStore.Azure("my-vault", Optional.empty())));
    assertThat(made.text())
        .contains(
            "\"authMethod\":\"implicit\"",
            "\"key_vault_name\":\"my-vault\"",
            "\"enableImplicitAuthMethods\":true");
    assertThat(made.chartSecrets().content("x")).isEmpty();
  }

  @Test
  void theBackupStore_hasVariablesAndKeysOfItsOwn() throws Exception {
    Made made =
        made(
            newest(),
            "server",
            new SecretsStores(
                new SecretsStore.Gcp("my-project", Optional.of(WORD), Optional.of("a@b")),
                Optional.of(new SecretsStore.Sql(Optional.empty()))));
    assertThat(made.text())
        .contains(
            "\"backupSecretsStore\":{\"enabled\":true,\"sql\":{},\"type\":\"sql\"}",
            "\"authMethod\":\"impersonation\"");
    assertThat(made.variables())
        .contains("ZENML_SECRETS_STORE_AUTH_CONFIG", "ZENML_BACKUP_SECRETS_STORE_ENCRYPTION_KEY");
    assertThat(made.referred("backupSecretsStore-encryptionKey")).isEqualTo("encryption-word");
  }

  @Test
  void whatIsSet_theNewestChartKnows() throws Exception {
    List<SecretsStore> all =
        List.of(
            new SecretsStore.Sql(Optional.empty()),
            new SecretsStore.Aws("eu-central-1", Optional.empty(), Optional.of("arn")),
            new SecretsStore.Gcp("my-project", Optional.of(WORD), Optional.empty()),
            new SecretsStore.Azure(
                "v", Optional.of(new SecretsStore.Azure.ServicePrincipal("t", "c", WORD))),
            vault(new VaultLogin.Token(WORD)),
            vault(new VaultLogin.AppRole("r", WORD)),
            vault(new VaultLogin.AwsRole("r", Optional.of("h"))),
            new SecretsStore.Custom("a.B"));
    for (SecretsStore store : all) {
      Made made = made(newest(), "server", new SecretsStores(store, Optional.of(store)));
      made.values().putAll(made.chartSecrets().variables());
      assertThat(made.chart().unknown(Map.of("server", made.values()))).as(store.type()).isEmpty();
    }
  }
}
