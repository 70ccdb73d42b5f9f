package dev.airgap.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** To whom a registry may have its users send their passwords. */
class TokenRealmsTest {
  private static TokenRealms realms(String registry, boolean plainHttp, String... named) {
    return new TokenRealms(Origin.ofRegistry(registry, plainHttp), List.of(named));
  }

  @ParameterizedTest
  @CsvSource({
    "docker.io, https://auth.docker.io/token, true",
    "docker.io, https://auth.docker.com/token, false",
    "registry.gitlab.com, https://gitlab.com/jwt/auth, true",
    "registry.gitlab.com, https://gitlab.com.evil.com/jwt/auth, false",
    "registry.example.com, https://auth.docker.io/token, false",
    "registry.example.co.uk, https://auth.example.co.uk/t, false",
    "harbor.corp.internal, https://harbor.corp.internal:8443/t, true",
    "harbor.corp.internal, https://auth.corp.internal/t, false",
    "harbor.corp.internal, https://corp.internal/t, false",
    "registry:5000, https://registry:5001/t, true",
    "registry:5000, https://auth:5001/t, false",
    "10.0.0.5:5000, https://10.0.0.5/t, true",
    "10.0.0.5:5000, https://10.1.0.5/t, false",
    "quay.io, https://quay.io/v2/auth, true",
    "quay.io, https://evil.io/v2/auth, false",
  })
  void password_goesToItsOwnHost_andToKnownServicesOnly(
      String registry, String realm, boolean expected) {
    assertThat(realms(registry, false).mayHavePassword(URI.create(realm))).isEqualTo(expected);
  }

  @Test
  void password_goesWhereTheSettingsName() {
    TokenRealms realms = realms("harbor.corp.internal", false, "Auth.corp.internal");
    assertThat(realms.mayHavePassword(URI.create("https://auth.corp.internal:8443/t"))).isTrue();
    assertThat(realms.mayHavePassword(URI.create("https://x.auth.corp.internal/t"))).isFalse();
  }

  @Test
  void password_goesOverPlainHttpWithinThisMachineOnly() throws RegistryException {
    TokenRealms realms = realms("localhost:5000", true, "auth.corp.internal");
    assertThat(realms.mayHavePassword(realms.require("http://localhost:5001/t"))).isTrue();
    assertThat(realms.mayHavePassword(realms.require("http://auth.corp.internal/t"))).isFalse();
    assertThat(realms.mayHavePassword(realms.require("https://auth.corp.internal/t"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://registry.example.com/t",
        "ftp://registry.example.com/t",
        "/token",
        "",
        "https://u:p@registry.example.com/t",
        "https://a b"
      })
  void realmThatIsNoHttpsAddress_isRefused(String realm) {
    assertThatThrownBy(() -> realms("registry.example.com", false).require(realm))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("not an https address");
  }
}
