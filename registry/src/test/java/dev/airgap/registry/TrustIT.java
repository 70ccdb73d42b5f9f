package dev.airgap.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.pki.TlsIdentity;
import dev.airgap.registry.Samples.MemorySink;
import dev.airgap.registry.testing.ConnectProxy;
import dev.airgap.registry.testing.DebianRegistry;
import dev.airgap.registry.testing.DebianRegistry.Account;
import dev.airgap.registry.testing.Nginx;
import dev.airgap.registry.testing.ReceivedRequest;
import dev.airgap.registry.testing.TestAuthority;
import dev.airgap.secrets.RunSecrets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trust that holds for one registry, and a proxy before it: nginx, docker-registry, OpenSSL. */
class TrustIT {
  private static final Account ACCOUNT = new Account("robot", "password-of-registry");
  private static final Account OUT = new Account("way", "out: pässword");
  private static final byte[] BYTES = Samples.noise(300_000);
  private final RunSecrets secrets = new RunSecrets();
  @TempDir Path folder;

  private static void pushAndPull(RegistryClients clients, String host) throws IOException {
    Repository repository = new Repository(host, "app");
    RegistryClient client = clients.at(host);
    client.pushBlob(repository, Samples.blob(BYTES), () -> new ByteArrayInputStream(BYTES));
    client.pushManifest(
        repository, "1", Samples.manifest(Samples.blob(BYTES), Samples.blob(BYTES)));
    MemorySink sink = new MemorySink();
    client.pullBlob(repository, Samples.blob(BYTES), sink);
    assertThat(sink.bytes()).isEqualTo(BYTES);
  }

  private RegistryClients clients(String host, TlsSettings tls) {
    RegistrySettings settings =
        new RegistrySettings(tls, false, List.of(), Optional.empty(), SettingNames.IN_FILE);
    return Samples.clients(host, settings, secrets, new ArrayList<>());
  }

  @Test
  void clientCertificate_letsIn_andNothingElseDoes() throws Exception {
    TestAuthority authority = TestAuthority.make(folder.resolve("pki"));
    TestAuthority other = TestAuthority.make(folder.resolve("other"));
    try (DebianRegistry registry = DebianRegistry.plain(folder.resolve("registry"));
        Nginx front = Nginx.wantingCertificates(registry, authority, folder.resolve("nginx"))) {
      try (RegistryClients clients =
          clients(
              front.host(),
              new TlsSettings(List.of(authority.caCertificate()), client(authority), true))) {
        pushAndPull(clients, front.host());
      }
      for (Optional<TlsIdentity> wrong : List.of(Optional.<TlsIdentity>empty(), client(other))) {
        try (RegistryClients clients =
            clients(
                front.host(), new TlsSettings(List.of(authority.caCertificate()), wrong, true))) {
          assertThatThrownBy(() -> pushAndPull(clients, front.host()))
              .isInstanceOf(RegistryException.class)
              .hasMessageContaining("check `clientCertificate:`");
        }
      }
    }
  }

  private Optional<TlsIdentity> client(TestAuthority authority) throws Exception {
    Path certificate = authority.ca().resolveSibling("client.pem");
    Path key = authority.ca().resolveSibling("client.key");
    authority.issue("client", certificate, key);
    return Optional.of(TlsIdentity.read(certificate, key));
  }

  @Test
  void registryThatIsNotVerified_isReachedWithoutItsCa_andSaysSo() throws Exception {
    TestAuthority authority = TestAuthority.make(folder.resolve("pki"));
    TlsSettings unverified = new TlsSettings(List.of(), Optional.empty(), false);
    try (DebianRegistry one = DebianRegistry.tls(folder.resolve("one"), authority);
        DebianRegistry another = DebianRegistry.tls(folder.resolve("another"), authority);
        RegistryClients clients = clients(one.host(), unverified)) {
      pushAndPull(clients, one.host());
      assertThat(clients.at(one.host()).isVerified()).isFalse();
      assertThatThrownBy(() -> pushAndPull(clients, another.host()))
          .hasMessageContaining("CA that is not trusted");
    }
  }

  @Test
  void whereAnUnverifiedRegistryLeads_isVerifiedAllTheSame() throws Exception {
    TestAuthority authority = TestAuthority.make(folder.resolve("pki"));
    TlsSettings unverified = new TlsSettings(List.of(), Optional.empty(), false);
    TlsSocketStrategy strategy =
        TlsStrategies.of(Origin.ofRegistry("127.0.0.1:5000", false), unverified, Map.of());
    try (DebianRegistry registry = DebianRegistry.tls(folder.resolve("registry"), authority)) {
      int port = Integer.parseInt(registry.host().replaceFirst(".*:", ""));
      try (Socket own = new Socket("127.0.0.1", port);
          Socket elsewhere = new Socket("127.0.0.1", port)) {
        HttpClientContext context = HttpClientContext.create();
        strategy.upgrade(own, "127.0.0.1", port, null, context).close();
        assertThatThrownBy(() -> strategy.upgrade(elsewhere, "localhost", port, null, context))
            .isInstanceOf(SSLHandshakeException.class);
      }
    }
  }

  @Test
  void proxyWithAPassword_carriesTlsThroughIt_andSeesNoPassword() throws Exception {
    TestAuthority authority = TestAuthority.make(folder.resolve("pki"));
    try (DebianRegistry registry =
            DebianRegistry.tlsWithPassword(folder.resolve("registry"), authority, ACCOUNT);
        ConnectProxy proxy = ConnectProxy.start(OUT)) {
      String host = registry.host().replace("localhost", TestAuthority.OTHER_NAME);
      try (RegistryClients clients =
          through(proxy, "way:out%3A%20p%C3%A4ssword@", host, authority)) {
        pushAndPull(clients, host);
      }
      assertThat(proxy.received())
          .isNotEmpty()
          .allSatisfy(request -> {
            assertThat(request.toString()).isEqualTo("CONNECT " + host);
            assertThat(request.header("Authorization")).isEmpty();
          });
      assertThat(new String(proxy.seen(), StandardCharsets.ISO_8859_1))
          .hasSizeGreaterThan(BYTES.length)
          .doesNotContain("Authorization")
          .doesNotContain("/v2/");
    }
  }

  @Test
  void proxyThatGetsNoPassword_orAWrongOne_isNamed() throws Exception {
    TestAuthority authority = TestAuthority.make(folder.resolve("pki"));
    String host = TestAuthority.OTHER_NAME + ":5000";
    try (ConnectProxy proxy = ConnectProxy.start(OUT);
        RegistryClients none = through(proxy, "", host, authority);
        RegistryClients wrong = through(proxy, "way:not-the-password@", host, authority)) {
      assertThatThrownBy(() -> pushAndPull(none, host))
          .hasMessageContaining("wants a login; give user name and password in HTTPS_PROXY");
      assertThatThrownBy(() -> pushAndPull(wrong, host))
          .hasMessageContaining(
              "does not accept user 'way'; check user name and password in HTTPS_PROXY")
          .hasMessageNotContaining("not-the-password");
      assertThat(proxy.received()).extracting(ReceivedRequest::method).containsOnly("CONNECT");
      assertThat(proxy.received()).hasSize(2);
    }
  }

  private RegistryClients through(
      ConnectProxy proxy, String account, String host, TestAuthority authority) throws Exception {
    Login login = new Login(ACCOUNT.user(), secrets.keep(ACCOUNT.password()));
    return new RegistryClients(
        Map.of(
            host,
            new RegistrySettings(List.of(authority.caCertificate()), false, Optional.of(login))),
        Map.of("HTTPS_PROXY", "http://" + account + "127.0.0.1:" + proxy.port()),
        secrets,
        Samples.timing(new ArrayList<>()));
  }
}
