package dev.airgap.installer.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.installer.site.SecretsStore.Hashicorp;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SecretsStoreTest {
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
          database: {host: db, name: one, username: one, password: {env: ONE}}
          MORE
      """;

  private static Site read(String more) throws InvalidFileException {
    return new SiteReader(new RunSecrets())
        .read("site.yaml", SITE.replace("MORE", more), Path.of("sites"));
  }

  private static SecretsStores stores(String more) throws InvalidFileException {
    return read(more).workspaces().getFirst().secretsStores();
  }

  @Test
  void withoutAWord_itIsTheServersDatabase() throws Exception {
    assertThat(stores("")).isEqualTo(SecretsStores.USUAL);
    assertThat(stores("secretsStore: {sql: {}}")).isEqualTo(SecretsStores.USUAL);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "sql: {encryptionKey: {env: K}} | sql | sql.encryptionKey=variable K",
        "aws: {region: eu-central-1} | aws eu-central-1 | ",
        "aws: {region: eu-central-1, accessKeyId: {env: I}, secretAccessKey: {env: S}, roleArn: 'arn:aws:iam::123456789012:role/x'} | aws eu-central-1 | aws.accessKeyId=variable I,aws.secretAccessKey=variable S",
        "gcp: {project: my-project, serviceAccount: {env: J}, targetPrincipal: a@b} | gcp my-project | gcp.serviceAccount=variable J",
        "azure: {keyVault: my-vault, tenant: t, client: c, clientSecret: {env: S}} | azure my-vault | azure.clientSecret=variable S",
        "hashicorp: {address: 'https://vault.corp.internal:8200/', token: {env: T}} | hashicorp https://vault.corp.internal:8200, mount secret | hashicorp.token=variable T",
        "hashicorp: {address: 'https://vault.corp.internal', namespace: n, mountPoint: a/b/, authMountPoint: c, maxVersions: 3, appRole: {roleId: r, secretId: {env: S}}} | hashicorp https://vault.corp.internal, namespace n, mount a/b | hashicorp.appRole.secretId=variable S",
        "hashicorp: {address: 'https://vault.corp.internal', aws: {role: r, headerValue: h}} | hashicorp https://vault.corp.internal, mount secret | ",
        "custom: {class: my.module.Store} | custom my.module.Store | ",
      })
  void everyKind_isRead(String store, String place, String uses) throws Exception {
    SecretsStore read = stores("secretsStore: {%s}".formatted(store.strip())).primary();
    assertThat(read.place()).isEqualTo(place.strip());
    assertThat(read.place()).startsWith(read.type());
    assertThat(
            String.join(
                ",",
                read.uses().stream().map(use -> use.key() + "=" + use.source().place()).toList()))
        .isEqualTo(uses == null ? "" : uses.strip());
  }

  @Test
  void everyWordOfALogin_isRead() throws Exception {
    SecretSource word = new SecretSource.Environment("S");
    Optional<String> none = Optional.empty();
    assertThat(
            stores(
                    "secretsStore: {hashicorp: {address: 'https://vault.corp.internal/', namespace: n, mountPoint: a/b/, authMountPoint: c, maxVersions: 1000, appRole: {roleId: r, secretId: {env: S}}}}")
                .primary())
        .isEqualTo(
            new Hashicorp(
                URI.create("https://vault.corp.internal"),
                Optional.of("n"),
                Optional.of("a/b"),
                Optional.of("c"),
                Optional.of(1000),
                new VaultLogin.AppRole("r", word)));
    assertThat(
            stores(
                    "secretsStore: {hashicorp: {address: 'https://vault.corp.internal', maxVersions: 1, aws: {role: r, headerValue: h}}}")
                .primary())
        .isEqualTo(
            new Hashicorp(
                URI.create("https://vault.corp.internal"),
                none,
                none,
                none,
                Optional.of(1),
                new VaultLogin.AwsRole("r", Optional.of("h"))));
    assertThat(
            stores(
                    "secretsStore: {aws: {region: eu-central-1, accessKeyId: {env: I}, secretAccessKey: {env: S}, roleArn: 'arn:aws:iam::123456789012:role/x'}}")
                .primary())
        .isEqualTo(
            new SecretsStore.Aws(
                "eu-central-1",
                Optional.of(
                    new SecretsStore.Aws.AccessKey(new SecretSource.Environment("I"), word)),
                Optional.of("arn:aws:iam::123456789012:role/x")));
    assertThat(
            stores(
                    "secretsStore: {gcp: {project: my-project, serviceAccount: {env: S}, targetPrincipal: a@b}}")
                .primary())
        .isEqualTo(new SecretsStore.Gcp("my-project", Optional.of(word), Optional.of("a@b")));
    assertThat(
            stores(
                    "secretsStore: {azure: {keyVault: my-vault, tenant: t, client: c, clientSecret: {env: S}}}")
                .primary())
        .isEqualTo(
            new SecretsStore.Azure(
                "my-vault", Optional.of(new SecretsStore.Azure.ServicePrincipal("t", "c", word))));
  }

  @Test
  void aVaultWithTls_isNotWarnedOf() throws Exception {
    assertThat(
            read("secretsStore: {hashicorp: {address: 'https://vault.corp.internal', token: {env: T}}}")
                .warnings())
        .isEmpty();
  }

  @Test
  void bothStores_areListed_withWhomTheirSecretsGoTo() throws Exception {
    Site site =
        read(
            "secretsStore: {hashicorp: {address: 'https://vault.corp.internal', token: {env: T}}}\n    backupSecretsStore: {sql: {encryptionKey: {env: K}}}");
    assertThat(site.secrets())
        .extracting(use -> use.key() + " -> " + use.receiver())
        .contains(
            "workspace one secretsStore.hashicorp.token -> vault.corp.internal",
            "workspace one backupSecretsStore.sql.encryptionKey -> the pods");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{} | 'secretsStore' wants exactly one of [sql, aws,",
        "{sql: {}, custom: {class: a.B}} | wants exactly one of",
        "{type: sql} | unknown key 'type': write the kind as a key: hashicorp: {…}",
        "{vault: {}} | unknown key 'vault': write hashicorp",
        "{sql: {encryptionKey: hunter2}} | stands here in the open",
        "{aws: {}} | 'region' is missing",
        "{aws: {region: Frankfurt}} | is no region of AWS",
        "{aws: {region: eu-central-1, accessKeyId: {env: I}}} | 'secretAccessKey' is missing",
        "{aws: {region: eu-central-1, roleArn: admin}} | is no ARN of a role",
        "{aws: {region: eu-central-1, authMethod: x}} | unknown key 'authMethod': it follows",
        "{gcp: {project: X}} | is no ID of a project",
        "{gcp: {project: my-project, targetPrincipal: a}} | needs a serviceAccount that may impersonate it",
        "{azure: {keyVault: x_y}} | is no name of a Key Vault",
        "{azure: {keyVault: my-vault, tenant: t}} | 'client' is missing",
        "{azure: {keyVault: my-vault, client: c}} | 'tenant' is missing",
        "{azure: {keyVault: my-vault, clientSecret: {env: S}}} | 'tenant' is missing",
        "{hashicorp: {token: {env: T}}} | 'address' is missing",
        "{hashicorp: {address: 'vault:8200', token: {env: T}}} | this is no address of a Vault such as https://",
        "{hashicorp: {address: 'https://u:p@vault', token: {env: T}}} | this is no address of a Vault",
        "{hashicorp: {address: 'https://vault/ui', token: {env: T}}} | this is no address of a Vault",
        "{hashicorp: {address: 'https://vault'}} | 'hashicorp' wants exactly one of [token, appRole, aws]",
        "{hashicorp: {address: 'https://vault', token: {env: T}, aws: {role: r}}} | wants exactly one of",
        "{hashicorp: {address: 'https://vault', appRole: {roleId: r}}} | 'secretId' is missing",
        "{hashicorp: {address: 'https://vault', aws: {}}} | 'role' is missing",
        "{hashicorp: {address: 'https://vault', token: {env: T}, mountPoint: /x}} | is no path in Vault",
        "{hashicorp: {address: 'https://vault', token: {env: T}, maxVersions: 0}} | should be 1 to 1000",
        "{hashicorp: {address: 'https://vault', token: {env: T}, maxVersions: 1001}} | should be 1 to 1000",
        "{hashicorp: {address: 'https://vault', appRole: {roleId: r, secretId: {env: S}, role: x}}} | unknown key 'role'",
        "{hashicorp: {address: 'https://vault', appRole: {roleId: 'a b', secretId: {env: S}}}} | 'a b' is no name in Vault",
        "{hashicorp: {address: 'https://vault', aws: {role: r, roleArn: x}}} | unknown key 'roleArn'",
        "{hashicorp: {address: 'https://vault', token: {env: T}, mount_point: x}} | write mountPoint: PATH",
        "{custom: {class: x}} | is no path of a class",
      })
  void aSlip_isNamed(String store, String sentence) {
    assertThatThrownBy(() -> read("secretsStore: " + store.strip()))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining(sentence.strip())
        .message()
        .doesNotContain("hunter2");
  }

  @Test
  void aBackupInTheSamePlace_isRefused() {
    assertThatThrownBy(() -> read("backupSecretsStore: {sql: {}}"))
        .hasMessageContaining("the backup is in the same place as the store itself (sql)");
  }

  @Test
  void aVaultInTheClear_andAClassOfOnesOwn_areWarnedOf() throws Exception {
    assertThat(
            read("secretsStore: {hashicorp: {address: 'http://vault.vault.svc:8200', token: {env: T}}}\n    backupSecretsStore: {custom: {class: a.B}}")
                .warnings())
        .anyMatch(warning -> warning.contains("http://vault.vault.svc:8200 has no TLS"))
        .anyMatch(warning -> warning.contains("its class must be in the server's image"));
  }
}
