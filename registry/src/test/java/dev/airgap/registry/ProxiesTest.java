package dev.airgap.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.registry.testing.ReceivedRequest;
import dev.airgap.registry.testing.ScriptedRegistry;
import dev.airgap.registry.testing.ScriptedRegistry.Script;
import dev.airgap.secrets.RunSecrets;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which way requests go, and what a proxy is believed. */
class ProxiesTest {
  private static final String HOST = "registry.airgap.test";
  private final RunSecrets secrets = new RunSecrets();

  private static Origin origin(String address) {
    return Origin.of(URI.create(address));
  }

  @ParameterizedTest
  @CsvSource({
    "*, https://r.example.com, true",
    "r.example.com, https://r.example.com, true",
    "r.example.com, https://a.r.example.com, true",
    "r.example.com, https://other.example.com, false",
    "r.example.com, https://bar.example.com, false",
    "R.Example.com, https://r.example.com, true",
    ".example.com, https://r.example.com, true",
    ".example.com, https://example.com, false",
    "*.example.com, https://r.example.com, true",
    "example.com, https://badexample.com, false",
    "r.example.com:5000, https://r.example.com:5000, true",
    "r.example.com:5000, https://r.example.com, false",
    "r.example.com:443, https://r.example.com, true",
    "10.0.0.0/8, https://10.1.2.3:5000, true",
    "10.0.0.0/8, https://11.1.2.3:5000, false",
    "10.0.0.0/8, https://r.example.com, false",
    "10.0.0.0/99, https://10.1.2.3, false",
    "0.0.0.0/0, https://11.1.2.3, true",
    "10.0.0.5, https://10.0.0.5, true",
    "10.0.0.5:5000, https://10.0.0.5, false",
    "fd00::/8, 'https://[fd00::5]:5000', true",
    "fd00::5, 'https://[fd00::5]:5000', true",
    "'a.example.com, r.example.com', https://r.example.com, true",
    "'', https://r.example.com, false",
  })
  void noProxy_leavesOut(String text, String address, boolean expected) {
    assertThat(new NoProxy(text).covers(origin(address))).isEqualTo(expected);
  }

  private Proxies of(Map<String, String> environment) throws RegistryException {
    return Proxies.of(environment, secrets);
  }

  private static String chosen(Proxies proxies, String address) {
    return proxies.before(origin(address)).map(hop -> hop.host().toString()).orElse("direct");
  }

  @Test
  void variable_isTheOneOfTheScheme_inEitherCase() throws RegistryException {
    Proxies proxies =
        of(
            Map.of(
                "https_proxy", "http://lower:1", "HTTPS_PROXY", "upper:2", "http_proxy", "plain"));
    assertThat(chosen(proxies, "https://r.example.com")).isEqualTo("http://upper:2");
    assertThat(chosen(proxies, "http://r.example.com")).isEqualTo("http://plain:80");
    assertThat(chosen(of(Map.of("HTTPS_PROXY", "")), "https://r.example.com")).isEqualTo("direct");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://localhost:5000",
        "https://127.0.0.9",
        "https://[::1]:5000",
        "http://a.localhost"
      })
  void thisMachine_isSpokenToDirectly(String address) throws RegistryException {
    Proxies proxies = of(Map.of("HTTPS_PROXY", "proxy:1", "HTTP_PROXY", "proxy:1"));
    assertThat(chosen(proxies, address)).isEqualTo("direct");
  }

  @Test
  void accountOfTheProxy_isDecoded_andSecret() throws RegistryException {
    ProxyHop hop =
        of(Map.of("HTTPS_PROXY", "http://me%40corp:p%40ss+w%3Ard@proxy:3128/"))
            .before(origin("https://r.example.com"))
            .orElseThrow();
    assertThat(hop.login().map(Login::username)).contains("me@corp");
    assertThat(hop.login().map(login -> login.password().reveal())).contains("p@ss+w:rd");
    assertThat(secrets.redact("p@ss+w:rd p%40ss+w%3Ard")).isEqualTo("*** ***");
    assertThat(hop.toString()).doesNotContain("w:rd").doesNotContain("w%3Ard");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "socks5://me:my-password@proxy:1080",
        "https://me:my-password@proxy:443",
        "http://me:my-password@pro xy",
        "http://me:my-password%zz@proxy",
        "http://me:my-password@proxy/path",
        "http://me:my-password"
      })
  void valueThatIsNoProxy_isRefusedWithoutShowingIt(String value) {
    assertThatThrownBy(() -> of(Map.of("HTTPS_PROXY", value)))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("the variable HTTPS_PROXY is no address of a proxy")
        .hasMessageNotContaining("my-password")
        .hasNoCause();
  }

  private RegistryClients through(String variable, String value, boolean plainHttp) {
    Optional<Login> login =
        plainHttp
            ? Optional.empty()
            : Optional.of(new Login("robot", secrets.keep("secret-password")));
    return new RegistryClients(
        Map.of(HOST, new RegistrySettings(List.of(), plainHttp, login)),
        Map.of(variable, value),
        secrets,
        Samples.timing(new ArrayList<>()));
  }

  /** What an https registry's pull ends with, where the proxy plays this. */
  private List<ReceivedRequest> refusedBy(Script proxy, String... said) throws IOException {
    try (ScriptedRegistry scripted = ScriptedRegistry.playing(proxy);
        RegistryClients clients = through("HTTPS_PROXY", "http://" + scripted.host(), false)) {
      assertThatThrownBy(() -> clients.at(HOST).manifest(new Repository(HOST, "app"), "1"))
          .isInstanceOf(RegistryException.class)
          .hasMessageContainingAll(said)
          .hasMessageContaining(" of HTTPS_PROXY ");
      assertThat(scripted.received())
          .allSatisfy(request -> {
            assertThat(request.toString()).isEqualTo("CONNECT " + HOST + ":443");
            assertThat(request.header("Authorization")).isEmpty();
          });
      return scripted.received();
    }
  }

  @Test
  void proxyThatWantsALogin_isNamedWithItsVariable() throws IOException {
    assertThat(
            refusedBy(
                (request, answer) -> answer.status(407, "Proxy-Authenticate: Basic realm=\"x\""),
                "wants a login; give user name and password in HTTPS_PROXY, as http://USER:PASSWORD@"))
        .hasSize(1);
  }

  @Test
  void proxyThatForbids_isNamedWithTheWayOut() throws IOException {
    assertThat(
            refusedBy(
                (request, answer) -> answer.status(403),
                "does not connect to " + HOST + ":443 (status 403)",
                "NO_PROXY"))
        .hasSize(1);
    assertThat(refusedBy((request, answer) -> answer.status(502), "(status 502)", "(5 tries)"))
        .hasSize(5);
  }

  @Test
  void proxyThatPlaysTheRegistry_isNotBelieved() throws IOException {
    assertThat(
            refusedBy(
                (request, answer) ->
                    answer.status(
                        401, "WWW-Authenticate: Bearer realm=\"https://" + HOST + "/token\""),
                "(status 401)"))
        .hasSize(1);
    assertThat(
            refusedBy(
                (request, answer) -> answer.status(307, "Location: https://" + HOST + "/else"),
                "(status 307)"))
        .hasSize(1);
  }

  @Test
  void proxyThatIsNotThere_isNamedWithItsVariable() {
    try (RegistryClients clients = through("https_proxy", "http://localhost:1", false)) {
      assertThatThrownBy(() -> clients.at(HOST).manifest(new Repository(HOST, "app"), "1"))
          .hasMessageContaining("the proxy http://localhost:1 of https_proxy cannot be reached")
          .hasMessageContaining("NO_PROXY");
    }
  }

  @Test
  void plainHttp_isAskedOfTheProxy_withItsPassword() throws IOException {
    byte[] blob = Samples.noise(100);
    try (ScriptedRegistry proxy =
            ScriptedRegistry.playing(
                (request, answer) -> answer.status(200, "Content-Length: " + blob.length));
        RegistryClients clients =
            through("HTTP_PROXY", "http://me:pw-of-proxy@" + proxy.host(), true)) {
      clients.at(HOST).hasBlob(new Repository(HOST, "app"), Samples.blob(blob));
      assertThat(proxy.received())
          .singleElement()
          .satisfies(request -> {
            assertThat(request.target()).startsWith("http://" + HOST + ":80/v2/app/blobs/");
            assertThat(request.header("Proxy-Authorization"))
                .contains("Basic bWU6cHctb2YtcHJveHk=");
          });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "2852039166", "[fe80::1]"})
  void linkLocalAddress_isRefusedBeforeTheProxyHearsOfIt(String address) throws IOException {
    try (ScriptedRegistry proxy =
            ScriptedRegistry.playing(
                (request, answer) -> answer.status(307, "Location: http://" + address + "/meta"));
        RegistryClients clients = through("HTTP_PROXY", "http://" + proxy.host(), true)) {
      assertThatThrownBy(() -> clients.at(HOST).manifest(new Repository(HOST, "app"), "1"))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("link-local");
      assertThat(proxy.received()).hasSize(1);
    }
  }
}
