package dev.airgap.installer.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.site.Login.SingleSignOn;
import dev.airgap.installer.site.SecretSource;
import dev.airgap.installer.testing.HttpsStub;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OidcLookTest {
  private static final String PATH = "/realm/.well-known/openid-configuration?v=1";
  private static final String GOOD =
      "{\"issuer\": \"a\", \"authorization_endpoint\": \"b\", \"token_endpoint\": \"c\", \"jwks_uri\": \"d\", \"scopes_supported\": [\"openid\", \"email\", \"profile\", \"x\"]}";

  private final HttpsStub stub;

  OidcLookTest() throws Exception {
    this.stub = HttpsStub.of("localhost");
  }

  @AfterEach
  void close() {
    stub.close();
  }

  private Finding look(int port, List<X509Certificate> authorities) {
    URI url = URI.create("https://localhost:%d%s".formatted(port, PATH));
    SingleSignOn sso = new SingleSignOn(url, "zenml", new SecretSource.Environment("SSO"));
    return new OidcLook("zenml.corp.internal", sso, authorities).findings().getFirst();
  }

  private Finding look() {
    return look(stub.address().getPort(), List.of(stub.authority()));
  }

  @Test
  void aConfiguration_isGreen_withTheRedirectsToAllow() {
    stub.on("GET " + PATH, 200, GOOD);
    assertThat(look().colour()).isEqualTo(Colour.GREEN);
    assertThat(look().seen())
        .contains("client zenml have to be https://zenml.corp.internal/api/auth/callback and ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | hello | does not answer with a configuration",
        "404 | {} | does not answer with a configuration",
        "200 | {} | lacks issuer, authorization_endpoint, token_endpoint, jwks_uri",
        "200 | {\"issuer\": \"a\", \"authorization_endpoint\": \"b\", \"token_endpoint\": 1, \"jwks_uri\": \"d\"} | lacks token_endpoint",
        "200 | {\"issuer\": \"a\", \"authorization_endpoint\": \"b\", \"token_endpoint\": \"c\", \"jwks_uri\": \"d\", \"scopes_supported\": [\"openid\"]} | does not know all of the scopes",
      })
  void whatIsNone_isRed(int status, String body, String sentence) {
    stub.on("GET " + PATH, status, body);
    assertThat(look().colour()).isEqualTo(Colour.RED);
    assertThat(look().seen()).contains(sentence);
  }

  @Test
  void whatCannotBeRead_isYellow_alsoForItsCertificate() {
    assertThat(look(stub.address().getPort(), List.of()).colour()).isEqualTo(Colour.YELLOW);
    Finding closed = look(1, List.of(stub.authority()));
    assertThat(closed.colour()).isEqualTo(Colour.YELLOW);
    assertThat(closed.remedy()).contains("extraCas");
  }
}
