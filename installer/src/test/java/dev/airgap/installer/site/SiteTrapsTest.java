package dev.airgap.installer.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What guides, charts and habits make people write; each has a sentence that says what to do. */
final class SiteTrapsTest {
  private static final String GOOD =
      """
      apiVersion: airgap.dev/v1
      kind: Site
      registry: {prefix: registry.corp.internal/zenml}
      ingress:
        address: 10.0.0.20
      tls:
        internalCa: {domain: corp.internal}
      controlPlane:
        namespace: zenml-pro
        host: zenml.corp.internal
        database: {type: postgres, host: db, name: pro, username: pro, password: {env: CP}}
        values: {zenml: {debug: false}}
      workspaces:
        - name: one
          organization: Example
          host: one.corp.internal
          database: {host: db, name: one, username: one, password: {env: ONE}}
          values: {server: {replicaCount: 2}}
        - name: two
          organization: Example
          host: two.corp.internal
          database: {host: db, name: two, username: two, password: {env: TWO}}
      """;

  private static Site read(String text) throws InvalidFileException {
    return new SiteReader(new RunSecrets()).read("site.yaml", text, Path.of(""));
  }

  private static List<String> problems(String text) {
    return Assertions.catchThrowableOfType(InvalidFileException.class, () -> read(text)).problems();
  }

  @Test
  void theGoodOne_isGood() throws Exception {
    assertThat(read(GOOD).warnings()).isEmpty();
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        // databases
        "{host: db, name: one, username: one, password: {env: ONE}} | {external: {host: db, name: one, username: one, password: {env: ONE}}} | 17:16: 'external' does not belong here: the chart of a workspace does not know it, takes SQLite without a word",
        "{type: postgres, host: db, name: pro, | {external: {}, type: postgres, host: db, name: pro, | 11:14: 'external' does not belong here: it is a key of the chart; write host, port, name",
        "type: postgres | type: postgresql | 11:20: 'postgresql' is no type here: write postgres",
        "type: postgres | type: mariadb | 11:20: 'mariadb' is no type of database here: write postgres or mysql",
        "{host: db, name: one | {type: postgresql, host: db, name: one | 17:22: a workspace cannot use 'postgresql': give it a database of MySQL 8.0 or newer",
        "    database: {host: db, name: one, username: one, password: {env: ONE}} |     cluster: x | 14:5: 'database' is missing: without one a workspace keeps everything in its pod, in SQLite",
        "username: one | username: a12345678901234567890123456789012 | 17:47: no user of mysql can be called so: at most 32 characters",
        "{host: db, name: one | {host: db, name: one, url: 'mysql://x' | 17:37: unknown key 'url': write host, port, name, username and password",
        "username: one | user: one | 17:37: unknown key 'user': write username",
        // what two parts share
        "name: two, username | name: ONE, username | 22:15: the database ONE is that of workspace one as well, and each would overwrite the other's tables",
        "host: db, name: two | host: DB, name: one | 22:15: the database one is that of workspace one as well",
        "name: two\\n | name: one\\n | 19:11: two workspaces are called one, and would share the namespace zenml-pro-one",
        "namespace: zenml-pro | namespace: zenml-pro-two | 19:11: the namespace of this workspace, zenml-pro-two, is that of the control plane",
        "two.corp.internal | one.corp.internal | 21:11: 'one.corp.internal' is used twice, in line 16 as well: give each a host of its own",
        "two.corp.internal | zenml.corp.internal | 21:11: 'zenml.corp.internal' is used twice, in line 10 as well",
        // hosts and TLS
        "    host: one.corp.internal |     cluster: x | 14:5: 'host' is missing: TLS needs a name, which the certificate is made out to",
        "  host: zenml.corp.internal |   host: corp.internal | 10:9: 'corp.internal' has fewer than two dots: browsers refuse certificates for short names",
        "domain: corp.internal | domain: internal | 7:24: 'internal' has fewer than one dot",
        "one.corp.internal | one.other.internal | 16:11: 'one.other.internal' is not below the CA's domain corp.internal: no client would accept its certificate; take a host below it",
        "one.corp.internal | one.evilcorp.internal | is not below the CA's domain corp.internal",
        "internalCa: {domain: corp.internal} | generateCerts: true | 7:3: unknown key 'generateCerts': leave it out: certificates that the chart makes end after 365 days",
        "address: 10.0.0.20 | address: 10.0.0.20\\n  tls: {secretName: x} | 6:3: unknown key 'tls': leave it out: 'tls' stands once, at the top; each host gets a certificate and a Secret of its own, and two never share one",
        "    host: two.corp.internal |     host: two.corp.internal\\n    secretName: shared | 22:5: unknown key 'secretName': leave it out: 'tls' stands once",
        "{domain: corp.internal} | {domain: corp.internal, secretName: x} | unknown key 'secretName': leave it out",
        // names
        "name: one\\n | name: One_1\\n | 14:11: 'One_1' is no DNS label",
        "namespace: zenml-pro | namespace: zenml.pro | 9:14: 'zenml.pro' is no DNS label",
        "    host: two.corp.internal |     host: two.corp.internal\\n    namespace: x | 22:5: unknown key 'namespace': leave it out: it is zenml-pro-NAME",
        // versions and images
        "namespace: zenml-pro | namespace: zenml-pro\\n  version: latest | 10:3: unknown key 'version': leave it out: images come from the bundle",
        "{debug: false} | {image: {api: {tag: latest}}} | 12:39: the tag 'latest' names nothing that stays",
        "{replicaCount: 2} | {workers: [{image: 'docker.io/busybox:latest'}]} | 18:41: an image by ':latest' names nothing that stays",
        // values that a chart ignores without a word
        "{replicaCount: 2} | {database: {external: {host: db, port: 1}}} | 18:51: the chart of a workspace does not know database.external",
        "{replicaCount: 2} | {ingress: {tls: {generateCerts: true}}} | 18:54: generateCerts: leave it out",
        "{debug: false} | {ingress: {tls: {generateCerts: 'yes'}}} | generateCerts: leave it out",
        "{replicaCount: 2} | {resources: {limits: {memory: 1Gi, cpu: 1}}} | 18:52: the chart ignores resources here: they stand at the top of the values",
        "{server: {replicaCount: 2}} | {podDisruptionBudget: {minAvailable: 1}} | 18:50: the chart of a workspace has no podDisruptionBudget",
        "{debug: false} | {auth: {password: hunter2}} | 12:37: auth.password is a mapping",
        // what the installer sets itself
        "{debug: false} | {image: {api: {repository: docker.io/x}}} | 12:46: the product's images are those that were signed",
        "{replicaCount: 2} | {image: {tag: '1'}} | 18:36: the product's images are those that were signed",
        "{server: {replicaCount: 2}} | {imagePullSecrets: [{name: mine}]} | 18:40: the pull Secrets are made from the site file",
        "{replicaCount: 2} | {serverURL: 'https://x'} | 18:34: the address follows from 'host'",
        "{replicaCount: 2} | {dashboardURL: 'https://x'} | 18:37: the dashboard is the control plane's",
        "{replicaCount: 2} | {pro: {enrollmentKey: x}} | the enrollment is the installer's",
        "{debug: false} | {ingress: {host: x.y.z}} | 12:36: how the host is reached stands in the site file",
        "{replicaCount: 2} | {ingress: {tls: {secretName: x}}} | 18:51: the certificates stand in the site file: write it under 'tls'",
        "{replicaCount: 2} | {certificates: {secretRefs: [{name: a, key: b}]}} | the list of the site's CAs is the installer's",
        "{replicaCount: 2} | {analyticsOptIn: true} | 18:39: behind an air gap nothing is reported",
        // secrets
        "password: {env: CP} | password: hunter2 | 11:76: 'password' stands here in the open, for whoever sees this file: put it elsewhere, and write one of {env: NAME}, {file: PATH}",
        "password: {env: CP} | password: {env: $hunter2} | 11:82: this is no name of a variable",
        "username: pro, password: {env: CP} | username: pro | 11:13: 'password' is missing: write one of {env: NAME}",
        "prefix: registry.corp.internal/zenml | prefix: registry.corp.internal/zenml, password: hunter2 | 3:50: unknown key 'password': the account stands under credentials",
        // the nearest key, where nothing more is known
        "namespace: zenml-pro | namspace: zenml-pro | 9:3: unknown key 'namspace'; did you mean 'namespace'?",
      })
  void aTrap_isNamed_withItsPlaceAndARemedy(String good, String bad, String sentence) {
    String from = lines(good);
    assertThat(GOOD).contains(from);
    int at = GOOD.lastIndexOf(from) == GOOD.indexOf(from) ? GOOD.indexOf(from) : -1;
    assertThat(at).as("the one place of " + good).isNotNegative();
    String text = GOOD.replace(from, lines(bad));
    assertThat(problems(text)).anyMatch(problem -> problem.contains(lines(sentence).strip()));
    assertThat(problems(text)).noneMatch(problem -> problem.contains("hunter2"));
  }

  /** Blanks before a line matter, those around the separator do not. */
  private static String lines(String cell) {
    return cell.replace("\\n", "\n");
  }

  @Test
  void namesOfUsers_areAsLongAsTheirDatabaseTakesThem() throws Exception {
    String workspaces = "a".repeat(32);
    String planes = "a".repeat(63);
    Site site =
        read(
            GOOD.replace("username: one", "username: " + workspaces)
                .replace("username: pro", "username: " + planes));
    assertThat(site.workspaces().getFirst().database().username()).isEqualTo(workspaces);
    assertThat(site.controlPlane().database().username()).isEqualTo(planes);
    assertThat(problems(GOOD.replace("username: pro", "username: a" + planes)))
        .singleElement()
        .asString()
        .contains("no user of postgres can be called so: at most 63 characters");
  }

  @Test
  void whatIsTheUsersOwn_staysTheirs() throws Exception {
    String own =
        "{image: {pullPolicy: IfNotPresent}, analyticsOptIn: false, ingress: {annotations: {a: b}}, certificates: {customCAs: [{name: a, certificate: b}]}}";
    assertThat(read(GOOD.replace("{replicaCount: 2}", own)).warnings()).isEmpty();
  }

  @Test
  void aTrapBelowOneKey_isSaidOnce() {
    String text = GOOD.replace("{replicaCount: 2}", "{resources: {limits: {memory: 1Gi, cpu: 1}}}");
    assertThat(problems(text)).hasSize(1);
  }

  @Test
  void whatIsMissing_isSaidOnce() {
    assertThat(problems("apiVersion: airgap.dev/v1\nkind: Site\n"))
        .containsExactly(
            "site.yaml:1:1: 'registry' is missing",
            "site.yaml:1:1: 'tls' is missing: write internalCa: {domain: …}",
            "site.yaml:1:1: 'controlPlane' is missing: write controlPlane and workspaces for ZenML Pro, or server for the open-source edition",
            "site.yaml:1:1: 'ingress' is missing");
  }

  @Test
  void secretsInTheOpen_andSharedUsers_areWarnedOf_withoutTheSecret() throws Exception {
    String text =
        GOOD.replace("{replicaCount: 2}", "{auth: {jwtSecretKey: hunter2-hunter2}}")
            .replace("username: two", "username: one");
    Site site = read(text);
    assertThat(site.warnings())
        .hasSize(2)
        .anyMatch(w -> w.startsWith("site.yaml:18:44: 'server.auth.jwtSecretKey'"))
        .anyMatch(w -> w.startsWith("workspace one and workspace two have the same database user"))
        .noneMatch(w -> w.contains("hunter2"));
  }

  @Test
  void everySecret_isListed_withWhereItGoes() throws Exception {
    assertThat(read(GOOD).secrets())
        .extracting(secret -> secret.key() + ": " + secret.source().place(), s -> s.receiver())
        .containsExactly(
            Assertions.tuple("controlPlane database.password: variable CP", "db"),
            Assertions.tuple("workspace one database.password: variable ONE", "db"),
            Assertions.tuple("workspace two database.password: variable TWO", "db"));
  }

  @Test
  void aFileWithANameThatCannotBe_isNoBug() {
    String text = GOOD.replace("{env: CP}", "{file: \"a\\0b\"}");
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining("this can be no file here");
  }
}
