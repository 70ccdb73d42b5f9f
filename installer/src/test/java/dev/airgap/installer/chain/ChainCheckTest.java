package dev.airgap.installer.chain;

import static dev.airgap.installer.testing.OpenSslCertificate.CA;
import static dev.airgap.installer.testing.OpenSslCertificate.CA_USAGE;
import static dev.airgap.installer.testing.OpenSslCertificate.forHosts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.installer.testing.OpenSslCertificate;
import dev.airgap.installer.testing.OpenSslCertificate.How;
import dev.airgap.pki.Certificates;
import dev.airgap.registry.testing.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chains that openssl made; where it has an opinion, ours must be the same. */
final class ChainCheckTest {
  private static final String HOST = "zenml.corp.test";

  @TempDir private Path folder = Path.of("");
  private OpenSslCertificate root = new OpenSslCertificate(Path.of(""), Path.of(""));
  private OpenSslCertificate sub = root;

  @BeforeEach
  void makeAuthorities() throws Exception {
    root = OpenSslCertificate.root(folder, "root");
    sub = root.authority("sub");
  }

  private ChainFindings judged(Instant now, OpenSslCertificate... chain) throws Exception {
    return new ChainCheck(now, List.of(root.certificate())).ofServer(read(chain), List.of(HOST));
  }

  private List<String> wrong(OpenSslCertificate... chain) throws Exception {
    return judged(Instant.now(), chain).wrong();
  }

  private static List<X509Certificate> read(OpenSslCertificate... chain) throws Exception {
    List<X509Certificate> read = new ArrayList<>();
    for (OpenSslCertificate one : chain) {
      read.add(one.certificate());
    }
    return read;
  }

  /** As a client does that has the root, and gets the rest from the server. */
  private String openssl(OpenSslCertificate leaf, OpenSslCertificate... others) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("openssl", "verify", "-purpose", "sslserver", "-verify_hostname", HOST));
    command.addAll(List.of("-CAfile", root.file().toString()));
    for (OpenSslCertificate other : others) {
      command.addAll(List.of("-untrusted", other.file().toString()));
    }
    command.add(leaf.file().toString());
    return Tool.run(command.toArray(String[]::new));
  }

  @Test
  void aGoodChain_isAccepted_withAndWithoutItsRoot() throws Exception {
    OpenSslCertificate leaf = sub.server("leaf", HOST);
    assertThat(openssl(leaf, sub)).contains(": OK");
    assertThat(judged(Instant.now(), leaf, sub)).isEqualTo(new ChainFindings(List.of(), List.of()));
    assertThat(wrong(leaf, sub, root)).isEmpty();
    assertThat(wrong(root.server("direct", HOST))).isEmpty();
  }

  @Test
  void aWrongOrder_isTold_withTheRightOne() throws Exception {
    OpenSslCertificate leaf = sub.server("leaf", HOST);
    assertThat(wrong(leaf, root, sub))
        .containsExactly(
            "the certificates stand in the wrong order: write them as 'CN=leaf', 'CN=sub', 'CN=root'");
    assertThat(wrong(sub, leaf))
        .contains(
            "the certificates stand in the wrong order: write them as 'CN=leaf', 'CN=sub'",
            "'CN=sub' is an authority's certificate: the server's own stands first");
  }

  @Test
  void aMissingIntermediate_isNamed() throws Exception {
    OpenSslCertificate leaf = sub.server("leaf", HOST);
    assertThatThrownBy(() -> openssl(leaf)).hasMessageContaining("unable to get local issuer");
    assertThat(wrong(leaf))
        .containsExactly(
            "'CN=leaf' is issued by 'CN=sub', which is neither in the file nor the ca: below tls ('CN=root'): append the certificate of that issuer, or name the right authority");
    assertThat(wrong(leaf, root))
        .singleElement()
        .asString()
        .startsWith("'CN=leaf' is issued by 'CN=sub', and what follows it is 'CN=root'");
  }

  @Test
  void aStrangersAuthority_ofTheSameName_isRefused() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    OpenSslCertificate other = OpenSslCertificate.root(elsewhere, "root");
    OpenSslCertificate leaf = other.server("leaf", HOST);
    assertThatThrownBy(() -> openssl(leaf)).hasMessageContaining("verification failed");
    assertThat(wrong(leaf)).hasSize(1);
    assertThat(wrong(leaf, other)).singleElement().asString().contains("is another authority");
  }

  /** For certificates that are still to be made: none of them begins after it. */
  private static Instant soon() {
    return Instant.now().plus(Duration.ofMinutes(1));
  }

  @Test
  void aPrivateAuthority_withoutACa_isNoPublicOne() throws Exception {
    ChainCheck check = new ChainCheck(soon(), List.of());
    assertThat(check.ofServer(read(sub.server("leaf", HOST), sub, root), List.of(HOST)).wrong())
        .containsExactly(
            "'CN=root' is no public authority: name the file of its certificate as ca: below tls, for pods and clients to trust");
    assertThat(check.ofServer(read(sub.server("leaf", HOST), sub), List.of(HOST)).wrong())
        .singleElement()
        .asString()
        .contains("is issued by 'CN=root', which is no public authority and not in the file");
  }

  @ParameterizedTest
  @CsvSource({
    "zenml.corp.test, true",
    "ZENML.Corp.test, true",
    "*.corp.test, true",
    "*.test, false",
    "corp.test, false",
    "z*.corp.test, false",
    "*, false",
    "*.zenml.corp.test, false",
    "other.corp.test, false",
  })
  void aName_coversOneLabelByItsStar_andOpensslSaysTheSame(String name, boolean covers)
      throws Exception {
    OpenSslCertificate leaf = root.server("leaf", name);
    assertThat(wrong(leaf).isEmpty()).isEqualTo(covers);
    if (!covers) {
      assertThat(wrong(leaf))
          .singleElement()
          .asString()
          .startsWith("'CN=leaf' is not for zenml.corp.test, but for " + name);
    }
    // Part of a label is more than RFC 6125 allows and browsers take.
    if (!name.startsWith("z*")) {
      String said = Tool.run(sslServer(leaf));
      assertThat(said.contains("does match certificate")).isEqualTo(covers);
    }
  }

  private static String[] sslServer(OpenSslCertificate leaf) {
    return new String[] {
      "openssl", "x509", "-noout", "-checkhost", HOST, "-in", leaf.file().toString()
    };
  }

  @Test
  void aCommonNameAlone_isNoName() throws Exception {
    OpenSslCertificate leaf = root.issue(HOST, How.EC, "extendedKeyUsage=serverAuth");
    assertThat(wrong(leaf))
        .singleElement()
        .asString()
        .contains("is for no host: it has no DNS name as subjectAltName");
  }

  @Test
  void uses_otherThanThatOfAServer_areRefused() throws Exception {
    OpenSslCertificate client =
        root.issue("client", How.EC, forHosts(HOST), "extendedKeyUsage=clientAuth");
    assertThatThrownBy(() -> openssl(client)).hasMessageContaining("unsuitable certificate");
    assertThat(wrong(client)).singleElement().asString().contains("has no serverAuth");
    OpenSslCertificate signs =
        root.issue("signs", How.EC, forHosts(HOST), "keyUsage=keyAgreement,cRLSign");
    assertThat(wrong(signs)).singleElement().asString().contains("without digitalSignature");
    OpenSslCertificate both =
        root.issue(
            "both",
            How.EC,
            forHosts(HOST),
            "keyUsage=digitalSignature",
            "extendedKeyUsage=clientAuth,serverAuth");
    assertThat(wrong(both)).isEmpty();
    assertThat(wrong(root.issue("any", How.EC, forHosts(HOST)))).isEmpty();
  }

  @Test
  void anIssuer_thatMayNotIssue_isRefused() throws Exception {
    OpenSslCertificate noCa = root.server("no-ca", "x.test");
    OpenSslCertificate leaf = noCa.server("leaf", HOST);
    assertThatThrownBy(() -> openssl(leaf, noCa)).hasMessageContaining("verification failed");
    assertThat(wrong(leaf, noCa)).anyMatch(w -> w.contains("'CN=no-ca' is no authority's"));
    OpenSslCertificate mute = root.issue("mute", How.EC, CA, "keyUsage=critical,cRLSign");
    OpenSslCertificate under = mute.server("under", HOST);
    assertThatThrownBy(() -> openssl(under, mute)).hasMessageContaining("verification failed");
    assertThat(wrong(under, mute)).anyMatch(w -> w.contains("'CN=mute' may not sign"));
  }

  @Test
  void limitsOfAuthorities_areObeyed() throws Exception {
    OpenSslCertificate elsewhere =
        root.authority("elsewhere", "nameConstraints=critical,permitted;DNS:other.test");
    OpenSslCertificate leaf = elsewhere.server("leaf", HOST);
    assertThatThrownBy(() -> openssl(leaf, elsewhere)).hasMessageContaining("permitted subtree");
    assertThat(wrong(leaf, elsewhere))
        .contains(
            "'CN=elsewhere' may not issue for zenml.corp.test (name constraints): take another authority, or a host inside its limits");
    OpenSslCertificate here =
        root.authority("here", "nameConstraints=critical,permitted;DNS:corp.test");
    assertThat(wrong(here.server("inside", HOST), here)).isEmpty();
    OpenSslCertificate last =
        root.issue("last", How.EC, "basicConstraints=critical,CA:TRUE,pathlen:0", CA_USAGE);
    OpenSslCertificate deeper = last.authority("deeper");
    OpenSslCertificate deepest = deeper.server("deepest", HOST);
    assertThatThrownBy(() -> openssl(deepest, deeper, last)).hasMessageContaining("path length");
    assertThat(wrong(deepest, deeper, last))
        .singleElement()
        .asString()
        .contains("does not lead to 'CN=root'");
  }

  @Test
  void limitsOfTheRootItself_areObeyed() throws Exception {
    root =
        OpenSslCertificate.root(
            folder,
            "limited",
            How.EC,
            "basicConstraints=critical,CA:TRUE,pathlen:0",
            CA_USAGE,
            "nameConstraints=critical,permitted;DNS:corp.test");
    assertThat(wrong(root.server("inside", HOST))).isEmpty();
    OpenSslCertificate between = root.authority("between");
    OpenSslCertificate leaf = between.server("leaf", HOST);
    assertThatThrownBy(() -> openssl(leaf, between)).hasMessageContaining("path length");
    assertThat(wrong(leaf, between))
        .containsExactly(
            "'CN=limited' allows 0 authorities below it (pathlen), and here are 1: have a higher one sign");
    OpenSslCertificate both = root.server("both", HOST, "bank.test");
    assertThatThrownBy(() -> openssl(both)).hasMessageContaining("permitted subtree");
    assertThat(wrong(both))
        .containsExactly(
            "'CN=limited' may not issue for bank.test (name constraints), which stands in 'CN=both'");
  }

  @Test
  void weakKeys_andBrokenDigests_areRefused() throws Exception {
    assertThat(wrong(root.issue("weak", How.EC.rsa(1024), forHosts(HOST))))
        .anyMatch(w -> w.contains("'CN=weak' has an RSA key of 1024 bits, which is too weak"));
    assertThat(wrong(root.issue("rsa", How.EC.rsa(2048), forHosts(HOST)))).isEmpty();
    assertThat(wrong(root.issue("sha1", How.EC.digest("-sha1"), forHosts(HOST))))
        .anyMatch(w -> w.contains("'CN=sha1' is signed with SHA1withECDSA"));
    assertThat(
            wrong(
                root.issue(
                    "curve",
                    new How(List.of("ec", "-pkeyopt", "ec_paramgen_curve:P-224"), "-sha256", 9),
                    forHosts(HOST))))
        .anyMatch(w -> w.contains("EC key of 224 bits"));
    assertThat(
            wrong(
                root.issue("edwards", new How(List.of("ed25519"), "-sha256", 90), forHosts(HOST))))
        .anyMatch(w -> w.contains("which browsers do not take"));
  }

  @Test
  void dates_areHeldAgainstTheClock() throws Exception {
    OpenSslCertificate leaf = root.issue("leaf", How.EC.days(60), forHosts(HOST));
    Instant now = Instant.now();
    assertThat(judged(now, leaf).warnings()).isEmpty();
    ChainFindings soon = judged(now.plus(Duration.ofDays(40)), leaf);
    assertThat(soon.wrong()).isEmpty();
    assertThat(soon.warnings())
        .singleElement()
        .asString()
        .startsWith("'CN=leaf' ends on ")
        .endsWith("in 19 days: have it renewed");
    assertThat(judged(now.plus(Duration.ofDays(61)), leaf).wrong())
        .singleElement()
        .asString()
        .startsWith("'CN=leaf' ended on ");
    assertThat(judged(now.minus(Duration.ofDays(1)), leaf).wrong())
        .hasSize(1)
        .allMatch(w -> w.contains("and this machine's clock says"));
  }

  @Test
  void allThatIsWrong_isSaidAtOnce() throws Exception {
    OpenSslCertificate bad =
        root.issue(
            "bad", How.EC.rsa(1024).days(5), forHosts("x.test"), "extendedKeyUsage=clientAuth");
    assertThat(judged(Instant.now().plus(Duration.ofDays(9)), bad).wrong()).hasSize(4);
  }

  @Test
  void anAuthority_thatShallSign_isJudgedWithItsLimits() throws Exception {
    ChainCheck check = new ChainCheck(soon(), List.of(root.certificate()));
    assertThat(check.ofAuthority(read(sub, root), List.of(HOST)).wrong()).isEmpty();
    assertThat(check.ofAuthority(read(root), List.of(HOST)).wrong()).isEmpty();
    OpenSslCertificate other =
        root.authority("other", "nameConstraints=critical,excluded;DNS:corp.test");
    assertThat(check.ofAuthority(read(other), List.of(HOST, "a.test")).wrong())
        .anyMatch(w -> w.contains("may not issue for zenml.corp.test"))
        .noneMatch(w -> w.contains("a.test"));
    assertThat(check.ofAuthority(read(root.server("leaf", HOST)), List.of(HOST)).wrong())
        .anyMatch(w -> w.contains("is no authority's certificate"));
  }

  @Test
  void aTrustedAuthority_mustBeARoot() throws Exception {
    List<X509Certificate> both = List.of(sub.certificate(), root.certificate());
    assertThat(new ChainCheck(Instant.now(), both).ofRoots().wrong()).isEmpty();
    assertThat(new ChainCheck(Instant.now(), List.of(sub.certificate())).ofRoots().wrong())
        .singleElement()
        .asString()
        .contains("'CN=sub' is issued by 'CN=root' and no root");
    assertThat(Certificates.isSelfIssued(root.certificate())).isTrue();
  }

  @Test
  void tooManyCertificates_areNoChain() throws Exception {
    OpenSslCertificate[] many = new OpenSslCertificate[11];
    Arrays.fill(many, root);
    assertThat(wrong(many)).anyMatch(w -> w.startsWith("11 certificates are no chain"));
  }

  private List<String> ofClient(OpenSslCertificate... chain) throws Exception {
    return new ChainCheck(Instant.now(), List.of()).ofClient(read(chain)).wrong();
  }

  @Test
  void aClientsCertificate_isForClients_whoeverIssuedIt() throws Exception {
    OpenSslCertificate good = sub.issue("client", How.EC, "extendedKeyUsage=clientAuth");
    assertThat(ofClient(good)).isEmpty();
    assertThat(ofClient(good, sub)).isEmpty();
    assertThat(ofClient(sub.issue("any", How.EC))).isEmpty();
    assertThat(ofClient(sub.server("server", HOST)))
        .singleElement()
        .asString()
        .contains("is not for TLS clients (extendedKeyUsage has no clientAuth)");
    assertThat(ofClient(good, root))
        .singleElement()
        .asString()
        .contains("after each certificate stands that of its issuer");
    assertThat(ofClient(root)).anyMatch(one -> one.contains("the client's own stands first"));
    assertThat(ofClient(sub.issue("weak", How.EC.rsa(1024))))
        .singleElement()
        .asString()
        .contains("too weak");
    Instant later = Instant.now().plus(Duration.ofDays(2));
    assertThat(
            new ChainCheck(later, List.of())
                .ofClient(read(sub.issue("old", How.EC.days(1))))
                .wrong())
        .singleElement()
        .asString()
        .contains("ended on");
  }
}
