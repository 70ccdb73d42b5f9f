package dev.airgap.installer.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.site.SecretSource;
import dev.airgap.installer.site.SecretsStore.Hashicorp;
import dev.airgap.installer.site.VaultLogin;
import dev.airgap.installer.testing.HttpsStub;
import dev.airgap.installer.testing.UnaskedCluster;
import dev.airgap.secrets.RunSecrets;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Vault, played by a server that answers as its documentation says. */
@Timeout(60)
final class VaultLookTest {
  private static final String SEAL = "GET /v1/sys/seal-status";
  private static final String OPEN = "{\"initialized\":true,\"sealed\":false}";
  private static final String LOGIN = "POST /v1/auth/approle/login";
  private static final String SELF = "GET /v1/auth/token/lookup-self";
  private static final SecretSource WORD = new SecretSource.Environment("WORD");
  private static final VaultLogin TOKEN = new VaultLogin.Token(WORD);
  private static final VaultLogin ROLE = new VaultLogin.AppRole("r-1", WORD);

  private final RunSecrets secrets = new RunSecrets();
  private final Cluster unasked;
  private final HttpsStub vault;

  VaultLookTest(@TempDir Path folder) throws Exception {
    unasked = UnaskedCluster.in(folder);
    vault = HttpsStub.of("localhost").on(SEAL, 200, OPEN);
  }

  @AfterEach
  void close() throws Exception {
    vault.close();
    unasked.close();
  }

  private Finding finding(VaultLogin login) throws Exception {
    return finding(
        URI.create("https://localhost:" + vault.address().getPort()),
        login,
        List.of(vault.authority()));
  }

  private Finding finding(URI address, VaultLogin login, List<X509Certificate> authorities)
      throws Exception {
    Hashicorp store =
        new Hashicorp(
            address,
            Optional.of("team"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            login);
    SecretValues values = new SecretValues(unasked, Map.of("WORD", "hunter2-hunter2"), secrets);
    List<Finding> found =
        new VaultLook("workspace one", store, authorities, values, secrets).findings();
    assertThat(found).hasSize(1);
    assertThat(found.toString()).doesNotContain("hunter2");
    return found.getFirst();
  }

  @Test
  void anAppRoleThatIsTaken_isGreen_andItsTokenIsRevoked() throws Exception {
    vault.on(LOGIN, 200, "{\"auth\":{\"client_token\":\"s.given\"}}");
    Finding found = finding(ROLE);
    assertThat(found.colour()).isEqualTo(Colour.GREEN);
    assertThat(found.seen()).isEqualTo("is unsealed, and takes the login by appRole");
    assertThat(vault.requests()).containsExactly(SEAL, LOGIN, "POST /v1/auth/token/revoke-self");
  }

  @ParameterizedTest
  @CsvSource({"400", "403", "404"})
  void anUnknownRole_isRed_andItsSecretIsNotQuoted(int status) throws Exception {
    vault.on(LOGIN, status, "{\"errors\":[\"invalid role hunter2-hunter2\"]}");
    Finding found = finding(ROLE);
    assertThat(found.colour()).isEqualTo(Colour.RED);
    assertThat(found.seen()).contains("refuses the login by appRole: invalid role");
    assertThat(found.remedy()).contains("vault read auth/approle/role/NAME/role-id");
  }

  @Test
  void aSealedVault_isRed_andGetsNoLogin() throws Exception {
    vault.on(SEAL, 200, "{\"initialized\":true,\"sealed\":true}");
    Finding found = finding(ROLE);
    assertThat(found.colour()).isEqualTo(Colour.RED);
    assertThat(found.seen()).contains("is sealed: the workspace's migration would fail");
    assertThat(found.remedy()).contains("vault operator unseal");
    assertThat(vault.requests()).containsExactly(SEAL);
  }

  @Test
  void anEmptyVault_isRed() throws Exception {
    vault.on(SEAL, 200, "{\"initialized\":false,\"sealed\":true}");
    assertThat(finding(TOKEN).seen()).contains("is not initialized");
  }

  @Test
  void aTokenThatStays_isGreen_oneThatEnds_isYellow_anUnknownOne_isRed() throws Exception {
    vault.on(SELF, 200, "{\"data\":{\"expire_time\":null}}");
    assertThat(finding(TOKEN).colour()).isEqualTo(Colour.GREEN);
    vault.on(SELF, 200, "{\"data\":{\"expire_time\":\"2026-12-01T00:00:00Z\"}}");
    assertThat(finding(TOKEN))
        .returns(Colour.YELLOW, Finding::colour)
        .returns(true, found -> found.seen().endsWith("which ends: 2026-12-01T00:00:00Z"));
    vault.on(SELF, 403, "{\"errors\":[\"permission denied\"]}");
    assertThat(finding(TOKEN))
        .returns(Colour.RED, Finding::colour)
        .returns(true, found -> found.seen().contains("does not know the token"));
  }

  @Test
  void aRoleOfAws_isAskedFromThePodsAlone() throws Exception {
    Finding found = finding(new VaultLogin.AwsRole("zenml", Optional.empty()));
    assertThat(found.colour()).isEqualTo(Colour.GREEN);
    assertThat(found.seen()).contains("can be asked from the pods alone");
  }

  @Test
  void aCertificateThatPodsDoNotTrust_isRed() throws Exception {
    URI address = URI.create("https://localhost:" + vault.address().getPort());
    Finding found = finding(address, TOKEN, List.of());
    assertThat(found.colour()).isEqualTo(Colour.RED);
    assertThat(found.seen()).contains("leads to no authority that pods trust");
    assertThat(vault.requests()).isEmpty();
  }

  @Test
  void aVaultThatIsNotReached_isYellow() throws Exception {
    Finding found = finding(URI.create("https://127.0.0.1:1"), TOKEN, List.of());
    assertThat(found.colour()).isEqualTo(Colour.YELLOW);
    assertThat(found.seen()).contains("cannot be asked from here");
  }

  @Test
  void whatIsNoVault_isYellow() throws Exception {
    vault.on(SEAL, 302, "{}");
    assertThat(finding(TOKEN).seen()).contains("answers HTTP 302");
    vault.on(SEAL, 200, "x".repeat(70_000));
    assertThat(finding(TOKEN).colour()).isEqualTo(Colour.YELLOW);
  }

  @Test
  void withoutTls_itIsYellow_andNoLoginIsSent() throws Exception {
    List<String> asked = new ArrayList<>();
    HttpServer plain =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    plain.createContext(
        "/",
        exchange -> {
          asked.add(
              exchange.getRequestURI() + " " + exchange.getRequestHeaders().get("X-Vault-Token"));
          byte[] answer = OPEN.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    plain.start();
    try {
      URI address = URI.create("http://127.0.0.1:" + plain.getAddress().getPort());
      Finding found = finding(address, TOKEN, List.of());
      assertThat(found.colour()).isEqualTo(Colour.YELLOW);
      assertThat(found.seen()).contains("has no TLS");
      assertThat(asked).containsExactly("/v1/sys/seal-status null");
    } finally {
      plain.stop(0);
    }
  }
}
