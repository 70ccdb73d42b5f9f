package dev.airgap.installer.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SiteReaderTest {
  private static final String GOOD =
      """
      apiVersion: airgap.dev/v1
      kind: Site
      cluster: {context: prod, server: "https://10.0.0.10:6443"}
      registry:
        prefix: registry.mycompany.internal/zenml
        credentials: {username: {env: REGISTRY_USER}, password: {file: secrets/push}}
        pullCredentials: {username: {env: PULL_USER}, password: {secret: {namespace: a, name: b, key: c}}}
      ingress: {className: nginx, address: 10.0.0.20}
      tls:
        internalCa: {domain: zenml.mycompany.internal}
      controlPlane:
        namespace: zenml-pro
        host: zenml.mycompany.internal
        database: {type: postgres, host: db.mycompany.internal, name: zenml_pro, username: zenml, password: {env: CP}}
      workspaces:
        - name: production
          organization: Example
          host: production.zenml.mycompany.internal
          database: {host: db.mycompany.internal, name: zenml_production, username: zenml, password: {env: WS}}
          values: {resources: {limits: {memory: 1Gi}}}
      """;

  @TempDir private Path folder = Path.of("");

  private Site read(String text) throws IOException, InvalidFileException {
    return new SiteReader(new RunSecrets())
        .read(Files.writeString(folder.resolve("site.yaml"), text));
  }

  @Test
  void everyPart_isRead() throws Exception {
    Site site = read(GOOD);
    assertThat(site.warnings()).isEmpty();
    assertThat(site.registry().host()).isEqualTo("registry.mycompany.internal");
    assertThat(site.registry().path()).isEqualTo("zenml");
    assertThat(site.cluster())
        .contains(
            new Site.ClusterChoice(Optional.of("prod"), Optional.of("https://10.0.0.10:6443")));
    assertThat(site.controlPlane().database().port()).isEqualTo(5432);
    assertThat(site.workspaces().getFirst().database().port()).isEqualTo(3306);
    assertThat(site.workspaces().getFirst().namespace()).isEqualTo("zenml-pro-production");
    assertThat(site.namespaces()).containsExactly("zenml-pro", "zenml-pro-production");
    assertThat(site.records())
        .containsEntry("production.zenml.mycompany.internal", "10.0.0.20")
        .hasSize(2);
    Site.Account push = site.registry().push().orElseThrow();
    assertThat(push.password()).isEqualTo(new SecretSource.File(folder.resolve("secrets/push")));
    assertThat(site.registry().pulling().orElseThrow().password())
        .isEqualTo(new SecretSource.InCluster("a", "b", "c"));
  }

  @Test
  void theSample_isRead() throws Exception {
    Path samples = Path.of("../samples/zenml-pro/site.yaml");
    String text = Files.readString(samples).replace("  ca: corp-ca.pem\n", "");
    assertThat(read(text).workspaces()).hasSize(1);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "kind: Site | kind: Sight | 2:7: kind is 'Sight', and should be Site",
        "cluster: {context: prod | cluster: {contxt: prod | did you mean 'context'",
        "host: zenml.mycompany.internal | host: zen_ml.mycompany.internal | 'zen_ml.mycompany.internal' is no fully qualified host name",
        "className: nginx, address | none: {}, address | without an Ingress nothing of the product ends TLS",
        "ingress: {className | ingres: {className | did you mean 'ingress'",
        "prefix: registry.mycompany.internal/zenml | prefix: me:hunter2@registry/zenml | the prefix has an @",
        "prefix: registry.mycompany.internal/zenml | prefix: https://x | is no prefix such as",
        "name: production | name: Production | is no DNS label",
        "namespace: zenml-pro | namespace: -x | '-x' is no DNS label",
        "namespace: zenml-pro | namespace: bundle-system | belongs to the cluster, bundle-… to this program",
        "namespace: zenml-pro | namespace: kube-system | 'kube-system' is not for the product",
        "namespace: zenml-pro | namespace: zenml-pro-production | 16:11: the namespace of this workspace, zenml-pro-production, is that of the control plane",
        "name: production | name: a12345678901234567890123456789012345678901234567890123 | is no DNS label: lower-case letters, digits and hyphens, here at most 53",
        "address: 10.0.0.20 | address: ingress.mycompany.internal | is no IP address: give the one that the site's hosts will lead to",
        "address: 10.0.0.20 | address: 10.0.0.256 | '10.0.0.256' is no IP address",
        "address: 10.0.0.20 | address: 10.0.0 | '10.0.0' is no IP address",
        "host: db.mycompany.internal, name: zenml_pro | host: db.mycompany.internal, port: 0, name: zenml_pro | 0 is no port: 1 to 65535",
        "host: db.mycompany.internal, name: zenml_pro | host: db.mycompany.internal, port: 65536, name: zenml_pro | 65536 is no port",
        "host: db.mycompany.internal, name: zenml_production | host: 'db:3306/x?', name: zenml_production | is no host name or IPv4 address",
        "name: zenml_production | name: 'a/b?ssl=no' | is no name of a database that a URL can hold",
        "host: zenml.mycompany.internal | host: zenml | 'zenml' has fewer than two dots",
        "host: production.zenml.mycompany.internal | host: production.other.internal | is not below the CA's domain",
        "host: production.zenml.mycompany.internal | host: zenml.mycompany.internal | is used twice",
        "type: postgres | type: postgresql | 14:20: 'postgresql' is no type here: write postgres",
        "database: {host: db.mycompany.internal, name: zenml_production | database: {type: postgres, host: db, name: x | a workspace cannot use 'postgres': give it a database of MySQL 8.0 or newer",
        "type: postgres, host: db.mycompany.internal, name: zenml_pro | type: mysql, host: db.mycompany.internal, name: zenml_production | 19:15: the database zenml_production is that of the control plane as well",
        "password: {env: CP} | password: hunter2 | 'password' stands here in the open",
        "password: {env: CP} | password: {env: CP, file: x} | wants exactly one of {env: NAME}",
        "{namespace: a, name: b, key: c} | {namespace: a, name: b, key: c, kye: d} | unknown key 'kye'",
        "password: {env: CP} | password: {environment: CP} | unknown key 'environment'; known here: env, file, secret, value",
      })
  void aSlip_isNamed(String good, String bad, String sentence) {
    assertThat(GOOD).contains(good.strip());
    assertThatThrownBy(() -> read(GOOD.replace(good.strip(), bad.strip())))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining(sentence.strip())
        .message()
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.20", "0.0.0.0", "255.255.255.255", "'fd00::20'"})
  void anAddress_isRead(String address) throws Exception {
    Site site = read(GOOD.replace("address: 10.0.0.20", "address: " + address));
    assertThat(site.ingress().address()).isEqualTo(address.replace("'", ""));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 65_535})
  void aPort_isReadToItsLimits(int port) throws Exception {
    Site site =
        read(GOOD.replace("name: zenml_pro,", "port: %d, name: zenml_pro,".formatted(port)));
    assertThat(site.controlPlane().database().port()).isEqualTo(port);
    assertThat(site.workspaces().getFirst().database().port()).isEqualTo(3306);
  }

  @Test
  void twoFormsOfTls_areRefused() {
    String both = GOOD.replace("  internalCa:", "  none: {}\n  internalCa:");
    assertThatThrownBy(() -> read(both)).hasMessageContaining("'tls' wants exactly one of");
  }

  @Test
  void allProblems_areSaidAtOnce_eachWithItsLine() {
    String bad =
        GOOD.replace("kind: Site", "kind: Sight")
            .replace("name: production", "name: Production")
            .replace("type: postgres", "type: oracle");
    assertThatThrownBy(() -> read(bad))
        .hasMessageContaining("site.yaml:2:")
        .hasMessageContaining("site.yaml:14:")
        .hasMessageContaining("site.yaml:16:");
  }

  @Test
  void inlineSecretsAndAMissingPullAccount_areWarnedOf_withoutTheSecret() throws Exception {
    String inline =
        GOOD.replace("{env: CP}", "{value: hunter2-hunter2}")
            .replaceFirst("(?m)^ +pullCredentials: .*\n", "");
    Site site = read(inline);
    assertThat(site.warnings())
        .anyMatch(warning -> warning.contains("a secret stands in the site file"))
        .anyMatch(warning -> warning.contains("pullCredentials is missing"));
    assertThat(List.of(site.toString(), site.warnings().toString()))
        .noneMatch(text -> text.contains("hunter2"));
  }
}
