package dev.airgap.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** To whom a registry may have its users send their passwords. */
class TokenRealmsTest {
  @ParameterizedTest
  @CsvSource({
    "docker.io, https://auth.docker.io/token, true",
    "registry.gitlab.com, https://gitlab.com/jwt/auth, true",
    "registry.gitlab.com, https://gitlab.com.evil.com/jwt/auth, false",
    "registry.example.co.uk, https://auth.example.co.uk/t, true",
    "registry.example.co.uk, https://evil.co.uk/t, false",
    "alice.github.io, https://mallory.github.io/t, false",
    "harbor.corp.internal, https://auth.corp.internal/t, true",
    "harbor.corp.internal, https://auth.other.internal/t, false",
    "harbor.internal, https://evil.internal/t, false",
    "registry:5000, https://registry:5001/t, true",
    "registry:5000, https://auth:5001/t, false",
    "10.0.0.5:5000, https://10.0.0.5/t, true",
    "10.0.0.5:5000, https://10.1.0.5/t, false",
    "quay.io, https://quay.io/v2/auth, true",
    "quay.io, https://evil.io/v2/auth, false",
  })
  void password_goesToItsOwnDomainOnly(String registry, String realm, boolean expected) {
    TokenRealms realms = new TokenRealms(Origin.ofRegistry(registry, false));
    assertThat(realms.mayHavePassword(URI.create(realm))).isEqualTo(expected);
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
    TokenRealms realms = new TokenRealms(Origin.ofRegistry("registry.example.com", false));
    assertThatThrownBy(() -> realms.require(realm))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("not an https address");
  }
}
