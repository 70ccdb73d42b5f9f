package dev.airgap.registry.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.OciDocuments;
import dev.airgap.pki.Certificates;
import dev.airgap.registry.Login;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryClient.ServedManifest;
import dev.airgap.registry.RegistryClients;
import dev.airgap.registry.RegistrySettings;
import dev.airgap.registry.Repository;
import dev.airgap.registry.testing.DebianRegistry;
import dev.airgap.registry.testing.DebianRegistry.Account;
import dev.airgap.registry.testing.Nginx;
import dev.airgap.registry.testing.TestAuthority;
import dev.airgap.registry.testing.Tool;
import dev.airgap.secrets.RunSecrets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a probe says of Debian's docker-registry, alone and behind a real nginx. */
class RegistryProbeIT {
  private static final Account ACCOUNT = new Account("robot", "secret word");
  private static final RegistrySettings PLAIN =
      new RegistrySettings(List.of(), true, Optional.empty());
  private final RunSecrets secrets = new RunSecrets();
  @TempDir Path folder;

  private ProbeReport probe(String host, RegistrySettings settings) throws IOException {
    try (RegistryClients clients = clients(host, settings)) {
      return new RegistryProbe(clients.at(host), Clock.systemUTC()).everything(targets(host));
    }
  }

  private RegistryClients clients(String host, RegistrySettings settings) {
    return new RegistryClients(Map.of(host, settings), Map.of(), secrets);
  }

  private static List<Tagged> targets(String host) {
    return List.of(
        new Tagged(new Repository(host, "zenml/pro/api"), "1.0"),
        new Tagged(new Repository(host, "zenml/server"), "1.0"));
  }

  private RegistrySettings tls(Path ca, Optional<Account> account) throws Exception {
    return new RegistrySettings(
        Certificates.read(ca),
        false,
        account.map(who -> new Login(who.user(), secrets.keep(who.password()))));
  }

  private static Finding the(ProbeReport report, Check check) {
    return report.findings().stream()
        .filter(found -> found.check() == check)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + check + " in " + report));
  }

  @Test
  void openRegistry_isWell() throws Exception {
    try (DebianRegistry registry = DebianRegistry.plain(folder)) {
      ProbeReport report = probe(registry.host(), PLAIN);

      assertThat(report.red()).isEmpty();
      assertThat(report.notSeen()).isEmpty();
      assertThat(the(report, Check.PUSH).seen()).contains("zenml/pro/api, zenml/server; each was");
      assertThat(the(report, Check.DEPTH).seen()).isEqualTo("takes 3 levels: zenml/pro/api");
      assertThat(the(report, Check.CHUNKS).seen()).endsWith("and counts them");
      assertThat(the(report, Check.TYPES).verdict()).isEqualTo(Verdict.NOTE);
      assertThat(the(report, Check.REFERRERS).seen()).contains("404");
      assertThat(the(report, Check.TOKEN).seen()).isEqualTo("works without tokens");
      assertThat(the(report, Check.SIZE).verdict()).isEqualTo(Verdict.OK);
    }
  }

  /** The registry writes the state of its hash once more after a DELETE: of no upload. */
  @Test
  void probe_commitsNothing() throws Exception {
    try (DebianRegistry registry = DebianRegistry.plain(folder)) {
      probe(registry.host(), PLAIN);

      try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
        assertThat(files.filter(Files::isRegularFile).map(Path::toString))
            .allMatch(file -> file.contains("/_uploads/") && file.contains("/hashstates/"));
      }
      HttpResponse<String> catalog =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create("http://" + registry.host() + "/v2/_catalog"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(catalog.body()).isEqualToIgnoringNewLines("{\"repositories\":[]}");
    }
  }

  @Test
  void typesThatAreThere_areTold() throws Exception {
    try (DebianRegistry registry = DebianRegistry.plain(folder);
        RegistryClients clients = clients(registry.host(), PLAIN)) {
      push(clients.at(registry.host()), new Repository(registry.host(), "zenml/server"));

      assertThat(the(probe(registry.host(), PLAIN), Check.TYPES).seen())
          .isEqualTo("has taken before: OCI manifest (zenml/server:1.0)");
    }
  }

  private static void push(RegistryClient registry, Repository repository) throws IOException {
    byte[] config = "{}".getBytes(StandardCharsets.US_ASCII);
    BlobDescriptor blob =
        new BlobDescriptor(
            Digest.of(config), config.length, "application/vnd.oci.image.config.v1+json");
    registry.pushBlob(repository, blob, () -> new ByteArrayInputStream(config));
    byte[] manifest =
        """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"%s","size":2},"layers":[]}
        """
            .formatted(OciDocuments.OCI_MANIFEST, blob.mediaType(), blob.digest())
            .getBytes(StandardCharsets.UTF_8);
    registry.pushManifest(
        repository,
        "1.0",
        new ServedManifest(manifest, OciDocuments.OCI_MANIFEST, Digest.of(manifest)));
  }

  @Test
  void certificateOfTheGivenAuthority_isTrusted() throws Exception {
    TestAuthority authority = TestAuthority.make(folder.resolve("tls"));
    try (DebianRegistry registry =
        DebianRegistry.tlsWithPassword(folder.resolve("r"), authority, ACCOUNT)) {
      ProbeReport report = probe(registry.host(), tls(authority.ca(), Optional.of(ACCOUNT)));

      assertThat(report.red()).isEmpty();
      assertThat(the(report, Check.TLS).seen())
          .contains(
              "CN=registry, until ", "issued by CN=Test CA, trusted by the CA that was given");
      assertThat(the(report, Check.TLS).verdict()).isEqualTo(Verdict.NOTE); // it ends in two days
      assertThat(the(report, Check.LOGIN).seen()).contains("user 'robot'");
    }
  }

  @Test
  void unknownAuthority_isNamed_andNobodyLogsIn() throws Exception {
    TestAuthority authority = TestAuthority.make(folder.resolve("tls"));
    TestAuthority namesake = TestAuthority.make(folder.resolve("namesake"));
    try (DebianRegistry registry =
        DebianRegistry.tlsWithPassword(folder.resolve("r"), authority, ACCOUNT)) {
      ProbeReport report = probe(registry.host(), tls(namesake.ca(), Optional.of(ACCOUNT)));

      X509Certificate given = Certificates.read(namesake.ca()).getFirst();
      assertThat(report.red()).hasSize(1);
      assertThat(report.red().getFirst().seen())
          .contains("it needs the CA 'CN=Test CA', which the registry does not show")
          .contains("of the same name, but with another key, was given")
          .contains(Certificates.fingerprint(given))
          .endsWith("no credentials were sent");
      assertThat(report.red().getFirst().advice())
          .contains("openssl s_client -connect " + registry.host());
      assertThat(report.notSeen()).contains(Check.LOGIN, Check.PUSH);
    }
  }

  @Test
  void endedCertificate_isNamedWithItsEnd() throws Exception {
    TestAuthority authority = TestAuthority.make(folder.resolve("tls"));
    TestAuthority ended = signed(authority, "localhost", -1);
    try (DebianRegistry registry = DebianRegistry.tls(folder.resolve("r"), ended)) {
      ProbeReport report = probe(registry.host(), tls(authority.ca(), Optional.empty()));

      assertThat(report.red()).hasSize(1);
      assertThat(report.red().getFirst().seen())
          .startsWith("the certificate CN=registry ended on 20");
      assertThat(report.red().getFirst().advice()).startsWith("Have its operator renew it");
    }
  }

  @Test
  void certificateForAnotherName_isSaidToBe_andNobodyLogsIn() throws Exception {
    TestAuthority authority = TestAuthority.make(folder.resolve("tls"));
    TestAuthority other = signed(authority, "registry.example.internal", 2);
    try (DebianRegistry registry =
        DebianRegistry.tlsWithPassword(folder.resolve("r"), other, ACCOUNT)) {
      ProbeReport report = probe(registry.host(), tls(authority.ca(), Optional.of(ACCOUNT)));

      assertThat(report.red()).hasSize(1);
      assertThat(report.red().getFirst().check()).isEqualTo(Check.TLS);
      assertThat(report.red().getFirst().seen())
          .isEqualTo(
              "the certificate is for registry.example.internal, not for localhost;"
                  + " no credentials were sent");
      assertThat(report.red().getFirst().advice()).contains("name");
      assertThat(report.notSeen()).contains(Check.LOGIN, Check.PUSH);
    }
  }

  /** With another certificate for the same key. */
  private TestAuthority signed(TestAuthority authority, String name, int days) throws Exception {
    Path request = folder.resolve("request.pem");
    Path extensions =
        Files.writeString(folder.resolve("names"), "subjectAltName=DNS:%s\n".formatted(name));
    Path signed = folder.resolve("signed.pem");
    Tool.run(
        "openssl req -new -subj /CN=registry -key %s -out %s"
            .formatted(authority.key(), request)
            .split(" "));
    Tool.run(
        "openssl x509 -req -days %d -in %s -CA %s -CAkey %s -extfile %s -out %s"
            .formatted(
                days,
                request,
                authority.ca(),
                authority.ca().resolveSibling("ca.key"),
                extensions,
                signed)
            .split(" "));
    return new TestAuthority(authority.ca(), signed, authority.key());
  }

  @Test
  void wrongPassword_isRed() throws Exception {
    try (DebianRegistry registry = DebianRegistry.withPassword(folder, ACCOUNT)) {
      Login wrong = new Login("robot", secrets.keep("another"));
      ProbeReport report =
          probe(registry.host(), new RegistrySettings(List.of(), true, Optional.of(wrong)));

      assertThat(report.red()).hasSize(1);
      assertThat(the(report, Check.LOGIN).seen()).startsWith("answers 401 (UNAUTHORIZED");
      assertThat(the(report, Check.LOGIN).advice()).contains("htpasswd");
      assertThat(report.toString()).doesNotContain("another");
    }
  }

  @Test
  void proxyThatLetsOnlyReadingThrough_isRedForEachRepository() throws Exception {
    try (DebianRegistry registry = DebianRegistry.plain(folder.resolve("r"));
        Nginx nginx =
            Nginx.withRules(registry, "limit_except GET HEAD { deny all; }", folder.resolve("n"))) {
      ProbeReport report = probe(nginx.host(), PLAIN);

      assertThat(report.red()).extracting(Finding::check).containsOnly(Check.PUSH);
      assertThat(report.red()).hasSize(2);
      assertThat(report.red().getFirst().seen()).contains("no upload to zenml/pro/api: 403");
      assertThat(report.red().getFirst().advice()).contains("/v2/zenml/pro/api/", "a proxy before");
      assertThat(report.notSeen()).contains(Check.CHUNKS, Check.SIZE, Check.DEPTH);
    }
  }

  @Test
  void proxyThatTakesAMebibyte_isNoted() throws Exception {
    try (DebianRegistry registry = DebianRegistry.plain(folder.resolve("r"));
        Nginx nginx = Nginx.withRules(registry, "client_max_body_size 1m;", folder.resolve("n"))) {
      ProbeReport report = probe(nginx.host(), PLAIN);

      assertThat(report.red()).isEmpty();
      assertThat(the(report, Check.SIZE).seen())
          .contains("refuses a request of 7.9 MiB: 413", "takes one of 1.0 MiB");
      assertThat(the(report, Check.SIZE).advice()).contains("client_max_body_size 0");
    }
  }

  @Test
  void proxyThatTakesLess_isRed() throws Exception {
    try (DebianRegistry registry = DebianRegistry.plain(folder.resolve("r"));
        Nginx nginx =
            Nginx.withRules(registry, "client_max_body_size 100k;", folder.resolve("n"))) {
      assertThat(the(probe(nginx.host(), PLAIN), Check.SIZE).verdict()).isEqualTo(Verdict.RED);
    }
  }

  @Test
  void nobodyThere_isOneRedLine() throws Exception {
    DebianRegistry registry = DebianRegistry.plain(folder);
    registry.close();
    ProbeReport report = probe(registry.host(), PLAIN);

    assertThat(report.red()).extracting(Finding::check).containsExactly(Check.REGISTRY);
    assertThat(report.red().getFirst().seen()).contains("no connection");
  }
}
