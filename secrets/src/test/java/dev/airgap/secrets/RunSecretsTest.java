package dev.airgap.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RunSecretsTest {
  private static final String PASSWORD = "s3cr\"et pass/wörd\\+1";
  private final RunSecrets secrets = new RunSecrets();

  @Test
  void secret_printsAsAsterisks() {
    Secret secret = secrets.keep(PASSWORD);
    assertThat(secret.toString()).isEqualTo("***");
    assertThat(secret.reveal()).isEqualTo(PASSWORD);
  }

  @Test
  void plainSecret_isRedacted() {
    secrets.keep(PASSWORD);
    assertThat(secrets.redact("mysql://u:" + PASSWORD + "@db")).isEqualTo("mysql://u:***@db");
  }

  @Test
  void unknownText_staysAsItIs() {
    secrets.keep(PASSWORD);
    assertThat(secrets.redact("nothing to hide")).isEqualTo("nothing to hide");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab", "abc"})
  void base64Secret_isRedactedAtEveryAlignment(String before) {
    secrets.keep(PASSWORD);
    byte[] joined = (before + PASSWORD + ":x").getBytes(StandardCharsets.UTF_8);
    String encoded = Base64.getEncoder().encodeToString(joined);
    assertThat(secrets.redact(encoded)).contains("***").hasSizeLessThan(16);
  }

  @Test
  void percentHexAndJsonForms_areRedacted() {
    secrets.keep(PASSWORD);
    String percent = URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8);
    String hex = HexFormat.of().formatHex(PASSWORD.getBytes(StandardCharsets.UTF_8));
    String json = PASSWORD.replace("\\", "\\\\").replace("\"", "\\\"");
    assertThat(secrets.redact(percent)).isEqualTo("***");
    assertThat(secrets.redact(hex)).isEqualTo("***");
    assertThat(secrets.redact("{\"p\": \"" + json + "\"}")).isEqualTo("{\"p\": \"***\"}");
  }

  @Test
  void linesOfAKey_areRedactedOneByOne() {
    secrets.keep("-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEG\nabc\n");
    assertThat(secrets.redact("line MIGHAgEAMBMGByqGSM49AgEG.")).isEqualTo("line ***.");
  }

  @Test
  void longerSecret_isRedactedBeforeTheShorterOneInIt() {
    secrets.keep("pass");
    secrets.keep("password");
    assertThat(secrets.redact("password")).isEqualTo("***");
  }
}
