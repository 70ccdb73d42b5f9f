package dev.airgap.installer.site;

import dev.airgap.installer.site.SecretsStore.Aws;
import dev.airgap.installer.site.SecretsStore.Azure;
import dev.airgap.installer.site.SecretsStore.Custom;
import dev.airgap.installer.site.SecretsStore.Gcp;
import dev.airgap.installer.site.SecretsStore.Sql;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code secretsStore} and {@code backupSecretsStore}: exactly one kind each. */
final class SecretsStoreReader {
  private static final List<String> KINDS =
      List.of("sql", "aws", "gcp", "azure", "hashicorp", "custom");
  private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]{2,12}){1,3}-[0-9]{1,2}");
  private static final Pattern ROLE = Pattern.compile("arn:[a-z-]+:iam::[0-9]{12}:role/.{1,512}");
  private static final Pattern PROJECT = Pattern.compile("[a-z][a-z0-9-]{4,28}[a-z0-9]");
  private static final Pattern KEY_VAULT = Pattern.compile("[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]");
  private static final Pattern CLASS =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)+");

  private final SecretReader secrets;
  private final VaultReader vaults;
  private final Problems problems;
  private final List<String> warnings;

  SecretsStoreReader(SecretReader secrets, Problems problems, List<String> warnings) {
    this.secrets = secrets;
    this.vaults = new VaultReader(secrets, problems, warnings);
    this.problems = problems;
    this.warnings = warnings;
  }

  /**
   * @param part a workspace, or whatever else has a server's keys
   */
  SecretsStores read(YamlMapping part) {
    SecretsStore primary =
        part.optionalMapping(SecretsStores.PRIMARY, problems)
            .map(store -> store(store, SecretsStores.PRIMARY))
            .orElse(SecretsStores.USUAL.primary());
    Optional<SecretsStore> backup =
        part.optionalMapping(SecretsStores.BACKUP, problems)
            .map(store -> store(store, SecretsStores.BACKUP));
    if (backup.isPresent() && backup.get().place().equals(primary.place())) {
      problems.add(
          part.position(SecretsStores.BACKUP),
          "the backup is in the same place as the store itself (%s): name another one, or leave it out"
              .formatted(primary.place()));
    }
    return new SecretsStores(primary, backup);
  }

  private SecretsStore store(YamlMapping store, String key) {
    List<String> written =
        store.keys().stream().filter(KINDS::contains).filter(store::has).toList();
    if (written.size() != 1) {
      problems.add(
          store.position(),
          "'%s' wants exactly one of %s; sql: {} is what is taken without it"
              .formatted(key, KINDS));
    }
    SecretsStore found = SecretsStores.USUAL.primary();
    for (String kind : KINDS) {
      Optional<YamlMapping> settings = store.optionalMapping(kind, problems);
      if (settings.isPresent()) {
        found = ofKind(kind, settings.get());
      }
    }
    store.rejectUnknown(Remedies.OF_SECRETS_STORE, problems);
    return found;
  }

  private SecretsStore ofKind(String kind, YamlMapping settings) {
    SecretsStore store =
        switch (kind) {
          case "aws" -> aws(settings);
          case "gcp" -> gcp(settings);
          case "azure" -> azure(settings);
          case "hashicorp" -> vaults.read(settings);
          case "custom" -> custom(settings);
          default -> new Sql(optional(settings, "encryptionKey"));
        };
    settings.rejectUnknown(
        kind.equals("hashicorp") ? Remedies.OF_VAULT : Remedies.OF_CLOUD_STORES, problems);
    return store;
  }

  private Optional<SecretSource> optional(YamlMapping mapping, String key) {
    return mapping.has(key) ? Optional.of(secrets.required(mapping, key)) : Optional.empty();
  }

  private SecretsStore aws(YamlMapping aws) {
    Optional<Aws.AccessKey> key =
        aws.has("accessKeyId") || aws.has("secretAccessKey")
            ? Optional.of(
                new Aws.AccessKey(
                    secrets.required(aws, "accessKeyId"), secrets.required(aws, "secretAccessKey")))
            : Optional.empty();
    return new Aws(
        matching(aws, "region", REGION, "region of AWS, such as eu-central-1"),
        key,
        aws.optional("roleArn", text -> match(text, ROLE, "ARN of a role"), problems));
  }

  private SecretsStore gcp(YamlMapping gcp) {
    Optional<SecretSource> account = optional(gcp, "serviceAccount");
    Optional<String> principal = gcp.optionalText("targetPrincipal", problems);
    if (principal.isPresent() && account.isEmpty()) {
      problems.add(
          gcp.position("targetPrincipal"),
          "'targetPrincipal' needs a serviceAccount that may impersonate it");
    }
    return new Gcp(
        matching(gcp, "project", PROJECT, "ID of a project in Google Cloud"), account, principal);
  }

  private SecretsStore azure(YamlMapping azure) {
    String vault = matching(azure, "keyVault", KEY_VAULT, "name of a Key Vault");
    boolean logsIn = azure.has("tenant") || azure.has("client") || azure.has("clientSecret");
    return new Azure(
        vault,
        logsIn
            ? Optional.of(
                new Azure.ServicePrincipal(
                    azure.text("tenant", problems),
                    azure.text("client", problems),
                    secrets.required(azure, "clientSecret")))
            : Optional.empty());
  }

  private SecretsStore custom(YamlMapping custom) {
    warnings.add(
        "%s: a store of your own: its class must be in the server's image that the bundle has"
            .formatted(custom.position()));
    return new Custom(matching(custom, "class", CLASS, "path of a class, such as my.module.Store"));
  }

  private String matching(YamlMapping mapping, String key, Pattern pattern, String what) {
    return mapping.required(key, text -> match(text, pattern, what), problems).orElse("");
  }

  private static String match(String text, Pattern pattern, String what) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException("'%s' is no %s".formatted(text, what));
    }
    return text;
  }
}
