package dev.airgap.installer.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.testing.HttpsStub;
import dev.airgap.installer.testing.HttpsStub.Answer;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server's answers are hostile input. A real server, real TLS, on loopback. */
final class FirstLoginTest {
  private static final String HOST = "zenml.test";
  private static final String LOGIN = "POST /api/v1/login";
  private static final String WHO = "GET /api/v1/current-user";
  private static final String TOKEN = "{\"access_token\": \"token-word\"}";

  private final RunSecrets secrets = new RunSecrets();
  private final Secret password = secrets.keep("pass&word= +%");
  private final HttpsStub server;

  FirstLoginTest() throws Exception {
    this.server = HttpsStub.of(HOST);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private boolean taken() throws ClusterException {
    SiteHttps https = SiteHttps.at(server.address(), Duration.ofSeconds(5), server.authority());
    return new FirstLogin(https, secrets).isTaken(HOST, "o p&s", password);
  }

  @Test
  void passwordThatTheServerTakes_isTaken_andSentAsAForm() throws Exception {
    List<String> bodies = new ArrayList<>();
    server
        .on(WHO, 200, "{\"name\": \"o p&s\"}")
        .otherwise((request, body) -> {
          bodies.add(request + " " + body);
          return new Answer(200, TOKEN);
        });
    assertThat(taken()).isTrue();
    assertThat(bodies)
        .containsExactly(
            LOGIN + " grant_type=password&username=o+p%26s&password=pass%26word%3D+%2B%25");
    assertThat(server.requests()).containsExactly(LOGIN, WHO);
    assertThat(secrets.redact("x token-word")).doesNotContain("token-word");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void passwordThatTheServerRefuses_isNotTaken(int status) throws Exception {
    server.on(LOGIN, status, "{\"detail\": \"no\"}");
    assertThat(taken()).isFalse();
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "500 | {} | 200 | {\"name\": \"x\"} | /api/v1/login answers HTTP 500 without a text 'access_token'",
        "404 | {} | 200 | {\"name\": \"x\"} | /api/v1/login answers HTTP 404",
        "200 | <html> | 200 | {\"name\": \"x\"} | without a text 'access_token'",
        "200 | {\"access_token\": 7} | 200 | {\"name\": \"x\"} | without a text 'access_token'",
        "200 | {\"access_token\": \"token-word\"} | 401 | {} | /api/v1/current-user answers HTTP 401",
        "200 | {\"access_token\": \"token-word\"} | 200 | {\"name\": \"hostile-word\"} | calls the account o p&s otherwise",
      })
  void answerThatIsNeitherYesNorNo_isSaidWithoutASecret(
      int status, String body, int whoStatus, String who, String sentence) {
    server.on(LOGIN, status, body).on(WHO, whoStatus, who);
    assertThatThrownBy(this::taken)
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("https://" + HOST)
        .hasMessageContaining(sentence)
        .message()
        .doesNotContain("word=", "-word");
  }

  @Test
  void tokenOfAMegabyte_isRefused() {
    server.on(LOGIN, 200, "{\"access_token\": \"%s\"}".formatted("a".repeat(1_000_000)));
    assertThatThrownBy(this::taken).hasMessageContaining("without a text 'access_token'");
    assertThat(server.requests()).containsExactly(LOGIN);
  }
}
