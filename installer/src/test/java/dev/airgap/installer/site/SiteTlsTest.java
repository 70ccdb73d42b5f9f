package dev.airgap.installer.site;

import static dev.airgap.installer.testing.OpenSslCertificate.forHosts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.testing.MovedClock;
import dev.airgap.installer.testing.OpenSslCertificate;
import dev.airgap.installer.testing.OpenSslCertificate.How;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each form of a site's TLS, and what is wrong with it, said offline with its place. */
final class SiteTlsTest {
  private static final String PLANE = "zenml.corp.test";
  private static final String ONE = "one.corp.test";
  private static final String SITE =
      """
      apiVersion: airgap.dev/v1
      kind: Site
      registry: {prefix: registry.corp.test/zenml}
      ingress: {address: 10.0.0.20}
      tls:
        %s
      controlPlane:
        namespace: zenml-pro
        host: zenml.corp.test
        database: {type: postgres, host: db, name: pro, username: pro, password: {env: CP}}
      workspaces:
        - name: one
          organization: Example
          host: one.corp.test
          database: {host: db, name: one, username: one, password: {env: ONE}}
      """;

  @TempDir private Path folder = Path.of("");
  private final MovedClock clock = new MovedClock();

  private Site read(String... tls) throws InvalidFileException {
    return new SiteReader(new RunSecrets(), clock)
        .read("site.yaml", SITE.formatted(String.join("\n  ", tls)), folder);
  }

  private List<String> problems(String... tls) {
    return Assertions.catchThrowableOfType(InvalidFileException.class, () -> read(tls)).problems();
  }

  @Test
  void certificates_areReadForAllHosts_andForSingleOnes() throws Exception {
    OpenSslCertificate root = OpenSslCertificate.root(folder, "root");
    OpenSslCertificate sub = root.authority("sub");
    OpenSslCertificate.chain(folder.resolve("all.pem"), sub.server("all", PLANE, ONE), sub);
    root.server("single", ONE);
    Site site = read("certificates: {cert: all.pem, key: {file: all.key}}", "ca: root.pem");
    assertThat(site.warnings()).isEmpty();
    SiteTls.GivenCertificates given = (SiteTls.GivenCertificates) site.tls();
    assertThat(given.hosts()).containsOnlyKeys(PLANE, ONE);
    assertThat(one(given).chain()).hasSize(2);
    assertThat(given.trusted()).containsExactly(root.certificate());
    assertThat(site.tls().hasAuthority()).isTrue();
    assertThat(site.secrets())
        .anyMatch(use ->
            use.key().equals("tls key of " + ONE) && use.source().place().endsWith("all.key"));
    Site overridden =
        read(
            "certificates: {cert: all.pem, key: {file: all.key}, hosts: {one.corp.test: {cert: single.pem, key: {env: K}}}}",
            "ca: root.pem");
    assertThat(one((SiteTls.GivenCertificates) overridden.tls()).key())
        .isEqualTo(new SecretSource.Environment("K"));
  }

  private static SiteTls.GivenCertificate one(SiteTls.GivenCertificates given) {
    return Optional.ofNullable(given.hosts().get(ONE)).orElseThrow();
  }

  @Test
  void certificates_thatDoNotFit_areRefused_withTheirPlace() throws Exception {
    OpenSslCertificate root = OpenSslCertificate.root(folder, "root");
    root.server("plane", PLANE);
    root.issue("old", How.EC.days(2), forHosts(PLANE, ONE));
    clock.move(Duration.ofDays(3));
    assertThat(problems("certificates: {cert: plane.pem, key: {env: K}}", "ca: root.pem"))
        .singleElement()
        .asString()
        .startsWith("site.yaml:6:24: 'CN=plane' is not for one.corp.test, but for zenml.corp.test");
    assertThat(problems("certificates: {cert: old.pem, key: {env: K}}", "ca: root.pem"))
        .singleElement()
        .asString()
        .startsWith("site.yaml:6:24: 'CN=old' ended on ");
    assertThat(problems("certificates: {cert: plane.pem, key: {env: K}}"))
        .anyMatch(p -> p.contains("which is no public authority"));
    assertThat(
            problems(
                "certificates: {hosts: {zenml.corp.test: {cert: plane.pem, key: {env: K}}, two.corp.test: {cert: plane.pem, key: {env: K}}}}",
                "ca: root.pem"))
        .anyMatch(p ->
            p.contains(
                "'two.corp.test' is no host of this site; these are: one.corp.test, zenml.corp.test"))
        .anyMatch(p -> p.contains("no certificate is named for one.corp.test"));
  }

  @Test
  void certificateThatEndsSoon_isWarnedOf_withTheDay() throws Exception {
    OpenSslCertificate root = OpenSslCertificate.root(folder, "root");
    root.issue("soon", How.EC.days(20), forHosts(PLANE, ONE));
    assertThat(read("certificates: {cert: soon.pem, key: {env: K}}", "ca: root.pem").warnings())
        .singleElement()
        .asString()
        .startsWith("site.yaml:6:24: 'CN=soon' ends on ")
        .contains("in 19 days");
  }

  /** Also where the certificates themselves are not seen. */
  @Test
  void anAuthorityThatEnds_isRefusedOrWarnedOf() throws Exception {
    OpenSslCertificate.root(
        folder, "soon", How.EC.days(20), OpenSslCertificate.CA, OpenSslCertificate.CA_USAGE);
    assertThat(read("secret: corp-tls", "ca: soon.pem").warnings())
        .singleElement()
        .asString()
        .startsWith("site.yaml:7:7: 'CN=soon' ends on ");
    clock.move(Duration.ofDays(21));
    assertThat(problems("secret: corp-tls", "ca: soon.pem"))
        .singleElement()
        .asString()
        .startsWith("site.yaml:7:7: 'CN=soon' ended on ");
  }

  @Test
  void authorityThatIsGiven_isReadWithAndWithoutItsKey() throws Exception {
    OpenSslCertificate root = OpenSslCertificate.root(folder, "root");
    OpenSslCertificate sub = root.authority("sub");
    OpenSslCertificate.chain(folder.resolve("chain.pem"), sub, root);
    SiteTls.GivenCa ca =
        (SiteTls.GivenCa) read("givenCa: {cert: chain.pem, key: {file: sub.key}}").tls();
    assertThat(ca.chain()).containsExactly(sub.certificate(), root.certificate());
    assertThat(ca.trusted()).containsExactly(root.certificate());
    assertThat(ca.key()).contains(new SecretSource.File(folder.resolve("sub.key")));
    SiteTls.GivenCa byHand =
        (SiteTls.GivenCa) read("givenCa: {cert: sub.pem}", "ca: root.pem").tls();
    assertThat(byHand.key()).isEmpty();
    assertThat(byHand.requests()).isEqualTo(folder.resolve("certificate-requests"));
    assertThat(problems("givenCa: {cert: sub.pem}"))
        .singleElement()
        .asString()
        .startsWith("site.yaml:6:19: 'CN=sub' is issued by 'CN=root', and clients with OpenSSL");
    root.authority("narrow", "nameConstraints=critical,permitted;DNS:zenml.corp.test");
    assertThat(problems("givenCa: {cert: narrow.pem}", "ca: root.pem"))
        .singleElement()
        .asString()
        .startsWith("site.yaml:6:19: 'CN=narrow' may not issue for one.corp.test");
    root.server("leaf", PLANE, ONE);
    assertThat(problems("givenCa: {cert: leaf.pem}", "ca: root.pem"))
        .anyMatch(p -> p.contains("'CN=leaf' is no authority's certificate"));
  }

  @Test
  void otherForms_areRead() throws Exception {
    assertThat(read("secret: corp-tls").tls())
        .isEqualTo(new SiteTls.ExistingSecret("corp-tls", List.of()));
    assertThat(read("secret: corp-tls").tls().serverSecret()).contains("corp-tls");
    Site none = read("none: {}");
    assertThat(none.tls()).isEqualTo(new SiteTls.Elsewhere(List.of()));
    assertThat(none.tls().serverSecret()).isEmpty();
    assertThat(none.tls().hasAuthority()).isFalse();
    SiteTls.InternalCa kept =
        (SiteTls.InternalCa)
            read("internalCa: {domain: corp.test, keyIn: ca.p12, passphrase: {env: P}}").tls();
    assertThat(kept.keyIn())
        .contains(new SiteTls.KeyFile(folder.resolve("ca.p12"), new SecretSource.Environment("P")));
  }

  @Test
  void certManager_isRead_withItsOwnKindsAndThoseOfOthers() throws Exception {
    assertThat(read("certManager: {issuer: corp}").tls())
        .isEqualTo(new SiteTls.ByIssuer("corp", "ClusterIssuer", "cert-manager.io", List.of()));
    assertThat(read("certManager: {issuer: corp, kind: Issuer}").tls())
        .isEqualTo(new SiteTls.ByIssuer("corp", "Issuer", "cert-manager.io", List.of()));
    assertThat(
            read("certManager: {issuer: corp, kind: StepIssuer, group: certmanager.step.sm}").tls())
        .isEqualTo(new SiteTls.ByIssuer("corp", "StepIssuer", "certmanager.step.sm", List.of()));
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "certManager: {} | 'issuer' is missing",
        "certManager: {issuer: x, kind: clusterissuer} | 6:34: 'clusterissuer' is no kind of cert-manager's own: write Issuer or ClusterIssuer",
        "certManager: {clusterIssuer: x} | unknown key 'clusterIssuer': write issuer: NAME; kind is ClusterIssuer unless you write another",
        "secret: zenml-tls-issued | 6:11: 'zenml-tls-issued' is a Secret that this program writes",
        "secret: zenml-ca | 6:11: 'zenml-ca' is a Secret that this program writes",
        "secret: Corp | 6:11: 'Corp' can be no Secret's name",
        "none: | 6:3: 'tls' wants exactly one of",
        "none: {x: 1} | unknown key 'x'",
        "secret: a, none: {} | 6:3: 'tls' wants exactly one of",
        "internalCa: {domain: corp.test, keyIn: ca.p12} | 'passphrase' is missing: write {env: NAME} or {file: PATH}",
        "internalCa: {domain: corp.test, passphrase: {env: P}} | a passphrase opens a file, and none is named",
        "internalCa: {domain: corp.test, keyIn: ca.p12, passphrase: hunter2} | 6:62: 'passphrase' stands here in the open",
        "internalCa: {domain: corp.test, keyIn: ca.p12, passphrase: {value: hunter2}} | unknown key 'value': this is kept out of the site file",
        "internalCa: {domain: corp.test, cert: x} | unknown key 'cert': an authority with a key of your own is tls.givenCa",
        "givenCa: {cert: none.pem, key: {env: K}} | none.pem cannot be read",
        "givenCa: {cert: none.pem, key: {secret: {namespace: a, name: b, key: c}}} | unknown key 'secret': this never enters the cluster",
        "givenCa: {cert: none.pem, key: {env: K}, requests: x} | with the key, nobody has to sign requests",
        "givenCa: {certificate: x} | unknown key 'certificate': write cert: FILE",
        "certificates: {} | 'cert' is missing",
        "certificates: {cert: none.pem} | 'key' is missing: write one of {env: NAME}",
        "certificates: {cert: \"a\\0b\", key: {env: K}} | this can be no file here",
        "cert: x | unknown key 'cert': cert and key stand under certificates",
        "secretName: x | unknown key 'secretName': write secret: NAME",
        "internalCa: {domain: corp.test}\\n  ca: x | 'ca' is for the other forms",
      })
  void aSlip_isNamed(String tls, String sentence) {
    String text = tls.replace("\\n", "\n").replace(", none:", "\n  none:");
    assertThat(problems(text))
        .anyMatch(problem -> problem.contains(sentence))
        .noneMatch(problem -> problem.contains("hunter2"));
  }
}
