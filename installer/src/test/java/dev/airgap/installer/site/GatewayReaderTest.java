package dev.airgap.installer.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that are reached through a Gateway. */
final class GatewayReaderTest {
  private static final String HEAD =
      """
      apiVersion: airgap.dev/v1
      kind: Site
      registry: {prefix: registry.corp.internal/zenml}
      tls: {internalCa: {domain: corp.internal}}
      """;
  private static final String PRO =
      HEAD
          + """
          ingress: {address: 10.0.0.20}
          controlPlane:
            namespace: zenml-pro
            host: zenml.corp.internal
            database: {type: postgres, host: db, name: pro, username: pro, password: {env: CP}}
          workspaces:
            - name: one
              organization: Example
              host: one.corp.internal
              database: {host: db, name: one, username: one, password: {env: ONE}}
              gateway: {name: site, namespace: gateways, section: https, address: 10.0.0.21}
              values: {server: {replicaCount: 2}}
          """;
  private static final String SERVER =
      HEAD
          + """
          server:
            host: zenml.corp.internal
            database: {host: db, name: one, username: one, password: {env: ONE}}
            gateway: {name: site, namespace: gateways, address: 10.0.0.21}
          """;

  private static Site read(String text) throws InvalidFileException {
    return new SiteReader(new RunSecrets()).read("site.yaml", text, Path.of(""));
  }

  private static List<String> problems(String text) {
    return Assertions.catchThrowableOfType(InvalidFileException.class, () -> read(text)).problems();
  }

  @Test
  void aWorkspaceBehindAGateway_leadsToItsAddress_theOthersToTheIngress() throws Exception {
    Site site = read(PRO);
    assertThat(site.workspaces().getFirst().gateway())
        .contains(new Gateway("site", "gateways", Optional.of("https"), "10.0.0.21"));
    assertThat(site.records())
        .containsEntry("zenml.corp.internal", "10.0.0.20")
        .containsEntry("one.corp.internal", "10.0.0.21");
    assertThat(site.namespaces()).containsExactly("zenml-pro", "zenml-pro-one");
  }

  @Test
  void aCertificateForAGateway_liesInItsNamespace_namedAfterTheServer() throws Exception {
    Site site = read(PRO);
    assertThat(site.tls().secretOf(site.workspaces().getFirst()))
        .contains(new SiteTls.SecretPlace("gateways", "zenml-pro-one-tls"));
    assertThat(site.tls().secretOf(site.controlPlane()))
        .contains(new SiteTls.SecretPlace("zenml-pro", "zenml-tls"));
    SitePart one = site.workspaces().getFirst();
    assertThat(new SiteTls.ExistingSecret("wildcard", List.of()).secretOf(one))
        .contains(new SiteTls.SecretPlace("gateways", "wildcard"));
    assertThat(new SiteTls.Elsewhere(List.of()).secretOf(one)).isEmpty();
  }

  @Test
  void theOpenSourceEditionBehindAGateway_needsNoIngress() throws Exception {
    Site site = read(SERVER);
    assertThat(site.records()).containsExactly(Map.entry("zenml.corp.internal", "10.0.0.21"));
    assertThat(problems(SERVER.replaceAll("  gateway: .*\n", "")))
        .singleElement()
        .asString()
        .contains("'ingress' is missing");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "name: site | name: Site | 'Site' is no name of Kubernetes",
        "section: https | section: a_b | 'a_b' is no name of Kubernetes",
        "namespace: gateways | namespace: gate.ways | 'gate.ways' is no DNS label",
        "address: 10.0.0.21 | address: gateway | 'gateway' is no IP address",
        "address: 10.0.0.21 | host: a | 'address' is missing",
        "section: https | sectionName: https | unknown key 'sectionName': write section: NAME",
        "section: https | gatewayRef: {} | unknown key 'gatewayRef': write name and namespace",
        "section: https | path: /x | unknown key 'path': leave it out: a server needs a host of its own",
        "{server: {replicaCount: 2}} | {server: {gateway: {enabled: true}}} | or 'gateway' beside a workspace's or a server's host",
        "controlPlane: | gateway: {name: site}\\ncontrolPlane: | unknown key 'gateway': it stands beside 'host' of each workspace",
        "namespace: zenml-pro | gateway: {name: site}\\n  namespace: zenml-pro | unknown key 'gateway': the control plane's chart knows no Gateway",
      })
  void whatIsWrong_isSaid_withWhatToDo(String good, String bad, String sentence) {
    String text = PRO.replace(good, bad.replace("\\n", "\n"));
    assertThat(problems(text)).anySatisfy(problem -> assertThat(problem).contains(sentence));
  }

  @Test
  void annotationsOfTheRoute_areTheUsersOwn() throws Exception {
    String values = "{server: {gateway: {annotations: {team: data}}}}";
    assertThat(read(PRO.replace("{server: {replicaCount: 2}}", values)).warnings()).isEmpty();
  }
}
