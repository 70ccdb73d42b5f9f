package dev.airgap.installer.tls;

import static dev.airgap.installer.testing.OpenSslCertificate.forHosts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.installer.site.Gateway;
import dev.airgap.installer.site.SecretSource;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SiteTls;
import dev.airgap.installer.site.SiteTls.GivenCa;
import dev.airgap.installer.site.SiteTls.GivenCertificate;
import dev.airgap.installer.site.SiteTls.GivenCertificates;
import dev.airgap.installer.site.SiteTls.InternalCa;
import dev.airgap.installer.site.SiteTls.KeyFile;
import dev.airgap.installer.testing.ApiServer;
import dev.airgap.installer.testing.MovedClock;
import dev.airgap.installer.testing.OpenSslCertificate;
import dev.airgap.installer.testing.OpenSslCertificate.How;
import dev.airgap.installer.testing.RecordingListener;
import dev.airgap.installer.testing.SampleSite;
import dev.airgap.installer.testing.SharedApiServer;
import dev.airgap.pki.Certificates;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.registry.testing.Tool;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The forms beside the plain internal CA, against a real API server: what stands in the Secrets is
 * what openssl accepts, and keys stand nowhere else.
 */
@ExtendWith(SharedApiServer.class)
final class CertificateWaysIT {
  private static final String PLANE = "zenml-pro";
  private static final String PRODUCTION = "zenml-pro-production";
  private static final String HOST = "zenml.test";
  private static final String OTHER = "production.zenml.test";
  private static final Map<String, String> ENVIRONMENT = Map.of("WORD", "correct horse battery");

  private static final Gateway GATEWAY =
      new Gateway("site", "gateways", Optional.empty(), "10.0.0.21");

  private final ApiServer server;
  private final Cluster cluster;
  private final MovedClock clock = new MovedClock();
  private final RecordingListener listener = new RecordingListener();
  @TempDir private Path folder = Path.of("");
  private OpenSslCertificate root = new OpenSslCertificate(Path.of(""), Path.of(""));

  CertificateWaysIT(ApiServer server) throws Exception {
    this.server = server;
    this.cluster = server.connect();
  }

  @BeforeEach
  void prepare() throws Exception {
    server.clear("bundle-system", PLANE, PRODUCTION);
    root = OpenSslCertificate.root(folder, "root");
  }

  @AfterEach
  void close() throws Exception {
    cluster.close();
  }

  private SiteCertificates certificates() {
    RunSecrets secrets = new RunSecrets();
    return new SiteCertificates(
        new TlsReach(cluster, new SecretValues(cluster, ENVIRONMENT, secrets), secrets, clock));
  }

  private TlsMaterial provide(SiteTls tls) throws Exception {
    try (InstallLease lease = cluster.takeLease("anna", clock, listener)) {
      return certificates().provide(SampleSite.with(tls), lease, listener);
    }
  }

  private TlsOutlook look(SiteTls tls) throws Exception {
    return certificates().look(SampleSite.with(tls));
  }

  private List<String> ends(SiteTls tls) throws Exception {
    return look(tls).ends().stream().map(end -> end.line(clock.instant())).toList();
  }

  private byte[] stored(String namespace, String name, String key) {
    Secret secret = server.admin().secrets().inNamespace(namespace).withName(name).require();
    return Base64.getDecoder().decode(secret.getData().get(key));
  }

  private void store(String namespace, String name, OpenSslCertificate pair) throws Exception {
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .endMetadata()
            .withType("kubernetes.io/tls")
            .addToData("tls.crt", encoded(pair.file()))
            .addToData("tls.key", encoded(pair.key()))
            .build();
    server.admin().resource(secret).serverSideApply();
  }

  private static String encoded(Path file) throws Exception {
    return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
  }

  private String names() {
    return server.admin().secrets().inAnyNamespace().list().getItems().stream()
        .map(s ->
            "%s/%s %s"
                .formatted(
                    s.getMetadata().getNamespace(),
                    s.getMetadata().getName(),
                    s.getMetadata().getResourceVersion()))
        .toList()
        .toString();
  }

  /** As a client does that was given the site's ca.crt, and gets the chain from the server. */
  private String verified(String namespace, String host) throws Exception {
    Path chain = Files.write(folder.resolve("served"), stored(namespace, "zenml-tls", "tls.crt"));
    return Tool.run(
        "openssl",
        "verify",
        "-purpose",
        "sslserver",
        "-verify_hostname",
        host,
        "-CAfile",
        Files.write(folder.resolve("given-ca"), stored(namespace, "zenml-ca", "ca.crt")).toString(),
        "-untrusted",
        chain.toString(),
        chain.toString());
  }

  private void keyBelongs(String namespace) throws Exception {
    Path key = Files.write(folder.resolve("k"), stored(namespace, "zenml-tls", "tls.key"));
    Path crt = Files.write(folder.resolve("c"), stored(namespace, "zenml-tls", "tls.crt"));
    assertThat(Tool.run("openssl", "pkey", "-pubout", "-in", key.toString()))
        .isEqualTo(Tool.run("openssl", "x509", "-noout", "-pubkey", "-in", crt.toString()));
  }

  private GivenCertificates given(Path chain, Path key) throws Exception {
    GivenCertificate one =
        new GivenCertificate(chain, Certificates.read(chain), new SecretSource.File(key));
    return new GivenCertificates(
        new TreeMap<>(Map.of(HOST, one, OTHER, one)), List.of(root.certificate()));
  }

  @Test
  void givenCertificates_standInEachNamespace_andAreReplacedByOthers() throws Exception {
    OpenSslCertificate sub = root.authority("sub");
    OpenSslCertificate leaf = sub.server("leaf", HOST, OTHER);
    SiteTls tls = given(OpenSslCertificate.chain(folder.resolve("all"), leaf, sub), leaf.key());
    assertThat(ends(tls))
        .hasSize(2)
        .allMatch(line -> line.matches("certificate of .*: ends 20.*, 364 days"));
    assertThat(names()).doesNotContain("zenml");
    TlsMaterial made = provide(tls);
    assertThat(made.changed()).hasSize(4);
    assertThat(made.authorities()).containsExactly(root.certificate());
    assertThat(verified(PLANE, HOST)).contains(": OK");
    assertThat(verified(PRODUCTION, OTHER)).contains(": OK");
    keyBelongs(PLANE);
    assertThat(look(tls).actions()).hasSize(2).allMatch(line -> line.endsWith(": is there"));
    assertThat(provide(tls).changed()).isEmpty();
    OpenSslCertificate next = root.server("next", HOST, OTHER);
    assertThat(provide(given(next.file(), next.key())).changed()).hasSize(2);
    assertThat(verified(PRODUCTION, OTHER)).contains(": OK");
  }

  @Test
  void keysThatDoNotFit_areSaidAtOnce_beforeAnythingIsWritten() throws Exception {
    OpenSslCertificate leaf = root.server("leaf", HOST, OTHER);
    OpenSslCertificate other = root.server("other", OTHER);
    Tool.run(
        "openssl",
        "pkcs8",
        "-topk8",
        "-in",
        other.key().toString(),
        "-out",
        folder.resolve("closed").toString(),
        "-passout",
        "pass:geheim");
    GivenCertificate wrong =
        new GivenCertificate(
            leaf.file(), Certificates.read(leaf.file()), new SecretSource.File(other.key()));
    GivenCertificate closed =
        new GivenCertificate(
            other.file(),
            Certificates.read(other.file()),
            new SecretSource.File(folder.resolve("closed")));
    SiteTls tls =
        new GivenCertificates(
            new TreeMap<>(Map.of(HOST, wrong, OTHER, closed)), List.of(root.certificate()));
    assertThatThrownBy(() -> look(tls))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining("does not belong to the certificate of CN=leaf")
        .hasMessageContaining("has a passphrase, and nobody could type it in the cluster");
    assertThatThrownBy(() -> provide(tls)).isInstanceOf(InvalidFileException.class);
    assertThat(names()).doesNotContain("zenml");
  }

  @Test
  void anAuthorityWithItsKey_issues_andItsKeyIsNowhereInTheCluster() throws Exception {
    OpenSslCertificate sub =
        root.issue(
            "sub", How.EC.rsa(2048).days(200), OpenSslCertificate.CA, OpenSslCertificate.CA_USAGE);
    SiteTls tls = ca(sub, Optional.of(new SecretSource.File(sub.key())));
    assertThat(look(tls).actions()).contains("certificate for " + HOST);
    assertThat(ends(tls))
        .anyMatch(
            line -> line.startsWith("CA given, 'CN=sub': ends ") && line.endsWith("199 days"));
    assertThat(provide(tls).changed()).hasSize(4);
    assertThat(verified(PLANE, HOST)).contains(": OK");
    assertThat(verified(PRODUCTION, OTHER)).contains(": OK");
    assertThat(provide(tls).changed()).isEmpty();
    assertThat(new String(stored(PLANE, "zenml-ca", "ca.crt"), StandardCharsets.US_ASCII))
        .isEqualTo(Certificates.toPem(root.certificate()));
    String key = Files.readString(sub.key()).lines().skip(3).findFirst().orElseThrow();
    assertThat(server.admin().secrets().inAnyNamespace().list().getItems())
        .flatExtracting(secret -> secret.getData().values())
        .noneMatch(value ->
            new String(Base64.getDecoder().decode(value), StandardCharsets.ISO_8859_1)
                .contains(key));
    clock.move(Duration.ofDays(180));
    assertThat(provide(tls).changed()).as("none would last longer than its authority").isEmpty();
  }

  private GivenCa ca(OpenSslCertificate authority, Optional<SecretSource> key) throws Exception {
    return new GivenCa(
        List.of(authority.certificate(), root.certificate()),
        key,
        folder.resolve("requests"),
        List.of(root.certificate()));
  }

  @Test
  void anAuthority_thatMayNotIssueForAHost_isRefusedInThePlan() throws Exception {
    OpenSslCertificate narrow =
        root.authority("narrow", "nameConstraints=critical,permitted;DNS:production.zenml.test");
    GivenCa tls = ca(narrow, Optional.of(new SecretSource.File(narrow.key())));
    assertThatThrownBy(() -> look(tls))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining("what it would issue for zenml.test is refused");
    GivenCa foreign = ca(root.authority("sub"), Optional.of(new SecretSource.File(narrow.key())));
    assertThatThrownBy(() -> look(foreign))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining("does not belong to the certificate of CN=sub");
    assertThat(names()).doesNotContain("zenml");
  }

  @Test
  void requests_areSignedByAPerson_andTheSameCommandGoesOn() throws Exception {
    OpenSslCertificate sub = root.authority("sub");
    GivenCa tls = ca(sub, Optional.empty());
    assertThat(look(tls).actions())
        .allMatch(line -> line.contains("for a person to have signed (exit code 7)"));
    assertThat(folder.resolve("requests")).doesNotExist();
    String said = personIsNeeded(tls);
    assertThat(said).contains("CN=sub", HOST + ".csr", OTHER + ".csr");
    String before = names();
    assertThat(personIsNeeded(tls)).isEqualTo(said);
    assertThat(names()).as("the keys stay").isEqualTo(before);
    List<String> lines =
        said.lines().filter(line -> line.startsWith("  openssl ")).map(String::strip).toList();
    sign(lines.getFirst(), sub);
    assertThat(personIsNeeded(tls)).contains(HOST + ".csr").doesNotContain(OTHER + ".csr");
    assertThat(verified(PRODUCTION, OTHER)).contains(": OK");
    sign(lines.getLast(), sub);
    assertThat(provide(tls).changed()).containsExactly("certificate for " + HOST);
    assertThat(verified(PLANE, HOST)).contains(": OK");
    keyBelongs(PLANE);
    assertThat(ends(tls)).hasSize(2).allMatch(line -> line.contains(": ends "));
    assertThat(provide(tls).changed()).isEmpty();
    Files.delete(folder.resolve("requests/" + HOST + ".crt"));
    assertThat(provide(tls).changed()).as("what the cluster has will do").isEmpty();
  }

  private String personIsNeeded(SiteTls tls) {
    return String.valueOf(
        Assertions.catchThrowableOfType(PersonNeededException.class, () -> provide(tls))
            .getMessage());
  }

  /** The line as it was said. */
  private static void sign(String line, OpenSslCertificate authority) throws Exception {
    Tool.run(
        line.replace("CA.pem", authority.file().toString())
            .replace("CA.key", authority.key().toString())
            .split(" "));
  }

  @Test
  void whatWasSignedWrongly_isSaidAtOnce() throws Exception {
    OpenSslCertificate sub = root.authority("sub");
    GivenCa tls = ca(sub, Optional.empty());
    personIsNeeded(tls);
    OpenSslCertificate stranger = sub.server("stranger", HOST);
    Files.copy(stranger.file(), folder.resolve("requests/" + HOST + ".crt"));
    Files.writeString(folder.resolve("requests/" + OTHER + ".crt"), "garbage");
    String before = names();
    for (ThrowingCallable run : List.<ThrowingCallable>of(() -> look(tls), () -> provide(tls))) {
      assertThatThrownBy(run)
          .isInstanceOf(InvalidFileException.class)
          .hasMessageContaining("does not belong to the certificate of CN=stranger")
          .hasMessageContaining("holds no certificate in PEM form");
    }
    assertThat(names()).isEqualTo(before);
  }

  @Test
  void aSignature_thatEndsSoon_isAskedForAgain() throws Exception {
    GivenCa tls = ca(root.authority("sub"), Optional.empty());
    String line =
        personIsNeeded(tls).lines().filter(l -> l.contains(" x509 ")).findFirst().orElseThrow();
    for (String one : personIsNeeded(tls).lines().filter(l -> l.startsWith("  openssl")).toList()) {
      sign(
          one.strip().replace("-days 397", "-days 60"),
          new OpenSslCertificate(folder.resolve("sub.pem"), folder.resolve("sub.key")));
    }
    assertThat(line).isNotEmpty();
    provide(tls);
    assertThat(look(tls).warnings()).isEmpty();
    clock.move(Duration.ofDays(40));
    assertThat(look(tls).warnings())
        .hasSize(2)
        .allMatch(w -> w.contains(" ends on ") && w.contains(".csr signed again, and put"));
    assertThat(provide(tls).changed()).isEmpty();
  }

  @Test
  void existingSecrets_areJudged_andNeverWritten() throws Exception {
    SiteTls tls = new SiteTls.ExistingSecret("corp-tls", List.of(root.certificate()));
    assertThat(look(tls).actions())
        .containsExactly(
            "Secret zenml-pro-production/corp-tls for production.zenml.test: is missing; a person makes it (exit code 7)",
            "Secret zenml-pro/corp-tls for zenml.test: is missing; a person makes it (exit code 7)");
    assertThatThrownBy(() -> provide(tls))
        .isInstanceOf(PersonNeededException.class)
        .hasMessageContaining("kubectl -n zenml-pro create secret tls corp-tls");
    store(PLANE, "corp-tls", root.server("plane", HOST));
    store(PRODUCTION, "corp-tls", root.server("wrong", HOST));
    assertThatThrownBy(() -> look(tls))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining(
            "the Secret zenml-pro-production/corp-tls: 'CN=wrong' is not for production.zenml.test");
    store(PRODUCTION, "corp-tls", root.issue("right", How.EC.days(60), forHosts(OTHER)));
    assertThat(ends(tls)).hasSize(2).allMatch(line -> line.contains(": ends "));
    TlsMaterial material = provide(tls);
    assertThat(material.changed()).containsExactly(PRODUCTION + "/zenml-ca", PLANE + "/zenml-ca");
    assertThat(material.ends()).hasSize(2);
    assertThat(names()).doesNotContain("zenml-tls");
    clock.move(Duration.ofDays(40));
    assertThat(look(tls).warnings()).singleElement().asString().contains("'CN=right' ends on");
  }

  @Test
  void anExistingSecret_withAnotherKey_isRefused_withoutAWordOfIt() throws Exception {
    OpenSslCertificate one = root.server("one", HOST, OTHER);
    OpenSslCertificate two = root.server("two", HOST, OTHER);
    store(PLANE, "corp-tls", one);
    store(PRODUCTION, "corp-tls", new OpenSslCertificate(one.file(), two.key()));
    SiteTls tls = new SiteTls.ExistingSecret("corp-tls", List.of(root.certificate()));
    assertThatThrownBy(() -> look(tls))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("the key in the Secret zenml-pro-production/corp-tls, tls.key,")
        .hasMessageNotContaining(Files.readAllLines(two.key()).get(1));
  }

  private InternalCa inFile() {
    return new InternalCa(
        HOST,
        Optional.of(new KeyFile(folder.resolve("ca.p12"), new SecretSource.Environment("WORD"))));
  }

  @Test
  void certificatesThatAreServed_areSeenWithoutAnyKey() throws Exception {
    SiteTls tls = new SiteTls.ExistingSecret("corp-tls", List.of(root.certificate()));
    ServedCertificates served = new ServedCertificates(cluster);
    assertThat(served.look(SampleSite.with(tls)))
        .extracting(ServedCertificates.Seen::ends)
        .containsOnly(Optional.empty());
    store(PLANE, "corp-tls", root.issue("plane", How.EC.days(60), forHosts(HOST)));
    assertThat(
            served.look(SampleSite.with(tls)).getLast().ends().orElseThrow().line(clock.instant()))
        .matches("certificate of zenml.test: ends 20..-..-.., 59 days");
  }

  @Test
  void internalCaInAFile_whoseFolderIsMissing_isSaidByThePlan() {
    SiteTls nowhere =
        new InternalCa(
            HOST,
            Optional.of(
                new KeyFile(folder.resolve("none/ca.p12"), new SecretSource.Environment("WORD"))));
    assertThatThrownBy(() -> look(nowhere))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining("nobody may write into " + folder.resolve("none"));
  }

  @Test
  void internalCaInAFile_keepsItsKeyOutOfTheCluster_andIsUsedAgain() throws Exception {
    assertThat(look(inFile()).actions())
        .contains("internal CA for zenml.test, kept in the file " + folder.resolve("ca.p12"));
    assertThat(folder.resolve("ca.p12")).doesNotExist();
    X509Certificate made = provide(inFile()).authorities().getFirst();
    assertThat(verified(PRODUCTION, OTHER)).contains(": OK");
    assertThat(names()).doesNotContain("internal-ca");
    String key =
        Tool.run(
            "openssl",
            "pkcs12",
            "-in",
            folder.resolve("ca.p12").toString(),
            "-nocerts",
            "-noenc",
            "-passin",
            "pass:" + ENVIRONMENT.get("WORD"));
    String secretLine =
        key.lines().dropWhile(l -> !l.startsWith("-----")).skip(1).findFirst().orElseThrow();
    assertThat(server.admin().secrets().inAnyNamespace().list().getItems())
        .flatExtracting(secret -> secret.getData().values())
        .noneMatch(value ->
            new String(Base64.getDecoder().decode(value), StandardCharsets.ISO_8859_1)
                .contains(secretLine));
    TlsMaterial again = provide(inFile());
    assertThat(again.changed()).isEmpty();
    assertThat(again.authorities()).containsExactly(made);
    assertThat(look(inFile()).actions()).contains("internal CA for zenml.test: is there");
    assertThat(ends(inFile()))
        .anyMatch(line -> line.startsWith("internal CA for zenml.test: ends "));
  }

  @Test
  void internalCa_whoseFileIsLost_isNotReplacedInSilence() throws Exception {
    provide(inFile());
    Files.delete(folder.resolve("ca.p12"));
    String before = names();
    assertThatThrownBy(() -> provide(inFile()))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("the site's clients trust an internal CA for zenml.test");
    assertThatThrownBy(() -> provide(new InternalCa(HOST, Optional.empty())))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("name with tls.internalCa.keyIn the file that holds it");
    assertThat(names()).isEqualTo(before);
  }

  @Test
  void internalCa_thatIsMovedOutOfTheCluster_staysTheSame() throws Exception {
    X509Certificate made = provide(new InternalCa(HOST, Optional.empty())).authorities().getFirst();
    assertThatThrownBy(() -> look(inFile()))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("To move it out");
    Files.write(folder.resolve("tls.crt"), stored("bundle-system", "internal-ca", "tls.crt"));
    Files.write(folder.resolve("tls.key"), stored("bundle-system", "internal-ca", "tls.key"));
    Path p12 = folder.resolve("ca.p12");
    Tool.run(
        "openssl",
        "pkcs12",
        "-export",
        "-in",
        folder.resolve("tls.crt").toString(),
        "-inkey",
        folder.resolve("tls.key").toString(),
        "-certpbe",
        "AES-256-CBC",
        "-keypbe",
        "AES-256-CBC",
        "-macalg",
        "sha256",
        "-out",
        p12.toString(),
        "-passout",
        "pass:" + ENVIRONMENT.get("WORD"));
    Tool.run("chmod", "600", p12.toString());
    assertThat(look(inFile()).warnings()).anyMatch(w -> w.contains("delete that Secret"));
    server.admin().secrets().inNamespace("bundle-system").withName("internal-ca").delete();
    TlsMaterial moved = provide(inFile());
    assertThat(moved.changed()).isEmpty();
    assertThat(moved.authorities()).containsExactly(made);
  }

  @Test
  void anotherAuthorityThanBefore_isWarnedOf() throws Exception {
    provide(new InternalCa(HOST, Optional.empty()));
    OpenSslCertificate leaf = root.server("leaf", HOST, OTHER);
    provide(given(leaf.file(), leaf.key()));
    assertThat(listener.lines())
        .anyMatch(w -> w.contains("is signed by another authority than before"));
    assertThat(verified(PLANE, HOST)).contains(": OK");
  }

  @Test
  void behindAGateway_theCertificateLiesInItsNamespace_andTheAuthorityWithThePods()
      throws Exception {
    server.clear("gateways");
    Site site = SampleSite.behind(GATEWAY);
    assertThat(certificates().look(site).actions())
        .contains(
            "certificate for production.zenml.test, in the Secret gateways/zenml-pro-production-tls");
    TlsMaterial material;
    try (InstallLease lease = cluster.takeLease("anna", clock, listener)) {
      material = certificates().provide(site, lease, listener);
    }
    assertThat(material.changed()).contains("certificate for " + OTHER);
    assertThat(stored("gateways", "zenml-pro-production-tls", "tls.crt")).isNotEmpty();
    assertThat(stored(PRODUCTION, "zenml-ca", "ca.crt")).isNotEmpty();
    assertThat(names())
        .doesNotContain("gateways/zenml-ca", PRODUCTION + "/zenml-tls ")
        .contains(PLANE + "/zenml-tls ");
    try (InstallLease lease = cluster.takeLease("anna", clock, listener)) {
      assertThat(certificates().provide(site, lease, listener).changed()).isEmpty();
    }
    assertThat(new ServedCertificates(cluster).look(site))
        .allSatisfy(seen -> assertThat(seen.ends()).isPresent());
  }

  @Test
  void anExistingSecretOfAGateway_isLookedForThere() throws Exception {
    server.clear("gateways");
    SiteTls tls = new SiteTls.ExistingSecret("wildcard", List.of(root.certificate()));
    assertThat(certificates().look(SampleSite.behind(GATEWAY, tls)).actions())
        .contains(
            "Secret gateways/wildcard for production.zenml.test: is missing; a person makes it (exit code 7)");
    OpenSslCertificate leaf = root.server("leaf", HOST, OTHER);
    store("gateways", "wildcard", leaf);
    store(PLANE, "wildcard", leaf);
    assertThat(certificates().look(SampleSite.behind(GATEWAY, tls)).actions())
        .allMatch(action -> action.endsWith(": is there"));
  }
}
