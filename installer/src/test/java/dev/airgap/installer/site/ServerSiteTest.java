package dev.airgap.installer.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.site.SiteProduct.FirstAccount;
import dev.airgap.installer.site.SiteProduct.ZenmlServer;
import dev.airgap.manifest.Product;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A site of the open-source edition: one server instead of control plane and workspaces. */
final class ServerSiteTest {
  private static final String GOOD =
      """
      apiVersion: airgap.dev/v1
      kind: Site
      registry: {prefix: registry.corp.internal/zenml}
      ingress: {address: 10.0.0.20}
      tls: {internalCa: {domain: corp.internal}}
      server:
        host: zenml.corp.internal
        database: {host: db, name: zenml, username: zenml, password: {env: DB}}
        values: {server: {replicaCount: 2}}
      """;

  private static Site read(String text) throws InvalidFileException {
    return new SiteReader(new RunSecrets()).read("site.yaml", text, Path.of(""));
  }

  private static ZenmlServer server(Site site) {
    return (ZenmlServer) site.product();
  }

  @Test
  void server_isTheWholeSite_withANamespaceAndAnAccountOfItsOwn() throws Exception {
    Site site = read(GOOD);
    assertThat(site.product().product()).isEqualTo(Product.ZENML);
    assertThat(site.namespaces()).containsExactly("zenml-server");
    assertThat(site.records())
        .containsOnly(java.util.Map.entry("zenml.corp.internal", "10.0.0.20"));
    assertThat(site.workspaces()).isEmpty();
    assertThat(server(site).account()).isEqualTo(new FirstAccount("default", Optional.empty()));
    assertThat(site.secrets())
        .extracting(SecretUse::key)
        .containsExactly("server database.password");
    assertThat(site.warnings()).isEmpty();
  }

  @Test
  void whatIsWritten_winsOverTheDefaults() throws Exception {
    Site site =
        read(
            GOOD
                + "  namespace: mlops\n  path: /\n  account: {username: ops, password: {env: ADMIN}}\n");
    assertThat(site.namespaces()).containsExactly("mlops");
    assertThat(server(site).account())
        .isEqualTo(new FirstAccount("ops", Optional.of(new SecretSource.Environment("ADMIN"))));
    assertThat(site.secrets())
        .extracting(SecretUse::key, SecretUse::receiver)
        .contains(Assertions.tuple("server account.password", "zenml.corp.internal"));
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "server: | workspaces: []\\nserver: | 6:1: 'workspaces' and 'server' do not stand in one site file",
        "host: z | path: /zenml\\n  host: z | 7:9: '/zenml': the server must have a host of its own, since its dashboard asks for its files below /",
        "host: z | organization: Example\\n  host: z | 7:3: unknown key 'organization': leave it out: the open-source edition is one server",
        "host: z | name: one\\n  host: z | 7:3: unknown key 'name': leave it out",
        "host: z | namespace: kube-system\\n  host: z | 7:14: 'kube-system' is not for the product",
        "host: z | account: {name: admin}\\n  host: z | 7:13: unknown key 'name': write username",
        "host: z | account: {password: hunter2}\\n  host: z | 7:23: 'password' stands here in the open",
        "host: z | account: {username: ''}\\n  host: z | 7:23: no account can be called so",
        "{host: db, name | {type: postgres, host: db, name | 8:20: a workspace cannot use 'postgres'",
        "zenml.corp.internal | corp.internal | 7:9: 'corp.internal' has fewer than two dots",
        "{replicaCount: 2} | {pro: {enabled: true}} | 9:36: the open-source edition has no control plane",
        "{replicaCount: 2} | {ingress: {path: /zenml}} | 9:37: a server must have a host of its own",
        "{replicaCount: 2} | {rootUrlPath: /zenml} | 9:34: a server must have a host of its own",
        "{replicaCount: 2} | {database: {external: {host: db}}} | 9:49: the chart of the server does not know database.external",
        "{replicaCount: 2} | {environment: {ZENML_DEFAULT_USER_NAME: x}} | 9:60: the first account stands in the site file",
        "server: | stack: | 1:1: 'controlPlane' is missing: write controlPlane and workspaces for ZenML Pro, or server",
      })
  void whatItCannotHave_isNamedWithItsLine(String part, String replacement, String problem) {
    String broken = GOOD.replaceFirst(Pattern.quote(part), replacement.translateEscapes());
    assertThat(broken).isNotEqualTo(GOOD);
    List<String> problems =
        Assertions.catchThrowableOfType(InvalidFileException.class, () -> read(broken)).problems();
    assertThat(problems).anyMatch(one -> one.startsWith("site.yaml:" + problem));
  }

  @Test
  void bothProducts_areRefused_andWhatElseIsWrongWithEitherIsSaid() {
    String both =
        GOOD
            + """
            controlPlane:
              namespace: zenml-pro
              host: pro.corp.internal
              database: {type: postgresql, host: db, name: pro, username: pro, password: {env: CP}}
            """;
    List<String> problems =
        Assertions.catchThrowableOfType(InvalidFileException.class, () -> read(both)).problems();
    assertThat(problems)
        .hasSize(2)
        .anyMatch(one -> one.contains("10:1: 'controlPlane' and 'server' do not stand in one"))
        .anyMatch(one -> one.contains("'postgresql' is no type here"));
  }
}
