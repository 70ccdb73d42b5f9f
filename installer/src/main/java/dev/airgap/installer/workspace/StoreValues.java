package dev.airgap.installer.workspace;

import dev.airgap.helm.ChartDefaults;
import dev.airgap.installer.cluster.GivenSecrets;
import dev.airgap.installer.controlplane.ChartSecrets;
import dev.airgap.installer.json.Json;
import dev.airgap.installer.site.SecretsStore;
import dev.airgap.installer.site.SecretsStore.Aws;
import dev.airgap.installer.site.SecretsStore.Azure;
import dev.airgap.installer.site.SecretsStore.Gcp;
import dev.airgap.installer.site.SecretsStore.Hashicorp;
import dev.airgap.installer.site.SecretsStores;
import dev.airgap.installer.site.VaultLogin;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The server's secrets stores, by the keys of its chart. Where the chart makes variables out of
 * Secrets, the server gets each secret by the variable that it would have got from the values.
 */
final class StoreValues {
  // What a template must find, since it encodes a null no better than nothing; the variable wins.
  private static final String BY_REFERENCE = "by-reference";

  private final ChartSecrets chartSecrets;
  private final String top;
  private final GivenSecrets given;
  private final RunSecrets secrets;

  StoreValues(ChartSecrets chartSecrets, String top, GivenSecrets given, RunSecrets secrets) {
    this.chartSecrets = chartSecrets;
    this.top = top;
    this.given = given;
    this.secrets = secrets;
  }

  /** How a store is called in the chart, in its variables, and in our Secret. */
  private record Place(String key, String variables) {
    static final Place PRIMARY = new Place("secretsStore", "ZENML_SECRETS_STORE_");
    static final Place BACKUP = new Place("backupSecretsStore", "ZENML_BACKUP_SECRETS_STORE_");
  }

  /** Whether this version of the chart has Vault's settings below {@code authConfig}. */
  static boolean isNested(ChartDefaults defaults, String top) {
    return defaults.know(top, "secretsStore", "hashicorp", "authConfig");
  }

  /**
   * @param encryption of what the server's own database keeps
   */
  Map<String, Object> of(SecretsStores stores, Secret encryption) {
    Map<String, Object> values = new TreeMap<>();
    values.put(Place.PRIMARY.key(), of(Place.PRIMARY, stores.primary(), encryption));
    if (stores.backup().isPresent()) {
      Map<String, Object> backup = of(Place.BACKUP, stores.backup().get(), encryption);
      backup.put("enabled", true);
      values.put(Place.BACKUP.key(), backup);
    }
    if (stores.all().stream().anyMatch(SecretsStore::isImplicit)) {
      values.put("enableImplicitAuthMethods", true);
    }
    return values;
  }

  private Map<String, Object> of(Place place, SecretsStore store, Secret encryption) {
    Map<String, Object> values = new TreeMap<>();
    values.put("type", store.type());
    values.put(
        store.type(),
        switch (store) {
          case SecretsStore.Sql sql -> sql(place, encryption);
          case Aws aws -> connector(place, method(aws), Map.of("region", aws.region()), of(aws));
          case Gcp gcp ->
              connector(place, method(gcp), Map.of("project_id", gcp.project()), of(gcp));
          case Azure azure -> {
            Map<String, Object> settings = connector(place, method(azure), Map.of(), of(azure));
            settings.put("key_vault_name", azure.keyVault());
            yield settings;
          }
          case Hashicorp vault -> vault(place, vault);
          case SecretsStore.Custom custom -> Map.of("class_path", custom.classPath());
        });
    return values;
  }

  private Map<String, Object> sql(Place place, Secret encryption) {
    Map<String, Object> values = new TreeMap<>();
    secret(place, values, "encryptionKey", "ENCRYPTION_KEY", encryption, Optional.empty());
    return values;
  }

  /** By reference, with something harmless in its place if the templates want it; else itself. */
  private void secret(
      Place place,
      Map<String, Object> values,
      String key,
      String variable,
      Secret value,
      Optional<String> harmless) {
    String name = place.equals(Place.PRIMARY) ? key : place.key() + "-" + key;
    if (chartSecrets.variable(top, place.variables() + variable, name, value)) {
      harmless.ifPresent(text -> values.put(key, text));
    } else {
      values.put(key, value.reveal());
      chartSecrets.noteInline(name);
    }
  }

  private static String method(Aws aws) {
    return aws.accessKey().isEmpty()
        ? "implicit"
        : aws.roleArn().isPresent() ? "iam-role" : "secret-key";
  }

  private static String method(Gcp gcp) {
    return gcp.serviceAccount().isEmpty()
        ? "implicit"
        : gcp.targetPrincipal().isPresent() ? "impersonation" : "service-account";
  }

  private static String method(Azure azure) {
    return azure.principal().isEmpty() ? "implicit" : "service-principal";
  }

  private Map<String, Object> of(Aws aws) {
    Map<String, Object> login = new TreeMap<>();
    login.put("region", aws.region());
    aws.roleArn().ifPresent(role -> login.put("role_arn", role));
    aws.accessKey()
        .ifPresent(key -> {
          login.put("aws_access_key_id", given.of(key.id()).reveal());
          login.put("aws_secret_access_key", given.of(key.secret()).reveal());
        });
    return login;
  }

  private Map<String, Object> of(Gcp gcp) {
    Map<String, Object> login = new TreeMap<>();
    login.put("project_id", gcp.project());
    gcp.targetPrincipal().ifPresent(principal -> login.put("target_principal", principal));
    gcp.serviceAccount()
        .ifPresent(json -> login.put("service_account_json", given.of(json).reveal()));
    return login;
  }

  private Map<String, Object> of(Azure azure) {
    Map<String, Object> login = new TreeMap<>();
    azure
        .principal()
        .ifPresent(one -> {
          login.put("tenant_id", one.tenant());
          login.put("client_id", one.client());
          login.put("client_secret", given.of(one.secret()).reveal());
        });
    return login;
  }

  /**
   * A cloud's store: the server takes its login as one JSON text.
   *
   * @param open what of it may be seen
   */
  private Map<String, Object> connector(
      Place place, String method, Map<String, Object> open, Map<String, Object> login) {
    Map<String, Object> values = new TreeMap<>();
    values.put("authMethod", method);
    values.put("authConfig", login);
    if (!method.equals("implicit")
        && chartSecrets.variable(
            top,
            place.variables() + "AUTH_CONFIG",
            place.key() + "-login",
            secrets.keep(Json.write(login)))) {
      values.put("authConfig", open);
    } else if (!method.equals("implicit")) {
      chartSecrets.noteInline(place.key() + "-login");
    }
    return values;
  }

  private Map<String, Object> vault(Place place, Hashicorp vault) {
    Map<String, Object> login = new TreeMap<>();
    login.put("vault_addr", vault.address().toString());
    vault.namespace().ifPresent(name -> login.put("vault_namespace", name));
    vault.mountPoint().ifPresent(mount -> login.put("mount_point", mount));
    vault.authMountPoint().ifPresent(mount -> login.put("auth_mount_point", mount));
    vault.maxVersions().ifPresent(versions -> login.put("max_versions", versions));
    Optional<String> harmless = Optional.of(BY_REFERENCE);
    switch (vault.login()) {
      case VaultLogin.Token one ->
          secret(place, login, "vault_token", "VAULT_TOKEN", given.of(one.token()), harmless);
      case VaultLogin.AppRole role -> {
        login.put("app_role_id", role.roleId());
        Secret id = given.of(role.secretId());
        secret(place, login, "app_secret_id", "APP_SECRET_ID", id, harmless);
      }
      case VaultLogin.AwsRole role -> {
        login.put("aws_role", role.role());
        role.headerValue().ifPresent(value -> login.put("aws_header_value", value));
      }
    }
    return isNested(chartSecrets.defaults(), top)
        ? new TreeMap<>(Map.of("authMethod", vault.login().method(), "authConfig", login))
        : login;
  }
}
