package dev.airgap.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
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

  @Test
  void overlappingSecrets_leaveNoRest() {
    secrets.keep("abcdef");
    secrets.keep("defghi");
    secrets.keep("aaaa");
    assertThat(secrets.redact("<abcdefghi>")).isEqualTo("<***>");
    assertThat(secrets.redact("<aaaaaaa>")).isEqualTo("<***>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b'c\"d<e>f&g/h\\i",
        "a%20b%27c%22d%3ce%3Ef%26g%2Fh%5ci",
        "a+b'c%22d%3Ce%3Ef&g/h%5Ci",
        "a b'c\\\"d\\u003ce\\u003Ef\\u0026g/h\\\\i",
        "a b''c\"d<e>f&g/h\\i",
        "a b&#39;c&quot;d&lt;e&gt;f&amp;g/h\\i",
        "a b'c\\x22d<e>f&g\\/h\\x5Ci"
      })
  void escapedSecret_isRedacted_whateverWasEscaped(String spelling) {
    secrets.keep("a b'c\"d<e>f&g/h\\i");
    assertThat(secrets.redact("[" + spelling + "]")).isEqualTo("[***]");
  }

  @Test
  void lettersOutsideAscii_areRedactedInTheirEscapes() {
    secrets.keep("p\u00f6ss\uD83D\uDE00");
    assertThat(secrets.redact("p\\u00f6ss\\ud83d\\ude00")).isEqualTo("***");
    assertThat(secrets.redact("p\\xF6ss\\U0001F600")).isEqualTo("***");
    assertThat(secrets.redact("p%C3%B6ss%F0%9F%98%80")).isEqualTo("***");
  }

  @Test
  void base64_isRedactedForUrls_andEscapedOnceMore() {
    String bytes = "\u00ff\u00fe\u00ff\u00fe>>>????";
    secrets.keep(bytes);
    byte[] utf8 = bytes.getBytes(StandardCharsets.UTF_8);
    String standard = Base64.getEncoder().encodeToString(utf8);
    assertThat(standard).contains("/").contains("+");
    for (String encoded :
        new String[] {
          standard,
          Base64.getUrlEncoder().encodeToString(utf8),
          URLEncoder.encode(standard, StandardCharsets.UTF_8),
          standard.replace("/", "\\/")
        }) {
      assertThat(secrets.redact(encoded).replaceAll("=|%3D", "")).isEqualTo("***");
    }
  }

  @Test
  void hexadecimal_isRedactedInBothCases() {
    secrets.keep("jklmno");
    assertThat(secrets.redact("6a6b6c6d6e6f 6A6B6C6D6E6F")).isEqualTo("*** ***");
  }

  @Test
  void keyInPem_isRedactedWholeAndByLine_butNotItsFrame() {
    String pem =
        """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMG+/GSM49AgEG
        CCqGSM49AwEHBG0wawIB
        -----END PRIVATE KEY-----
        """;
    secrets.keep(pem);
    assertThat(secrets.redact("-----BEGIN PRIVATE KEY-----")).doesNotContain("*");
    assertThat(secrets.redact("{\"key\": \"" + pem.replace("\n", "\\n") + "\"}"))
        .isEqualTo("{\"key\": \"***\\n\"}");
    String encoded = Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
    assertThat(secrets.redact(encoded)).startsWith("***").hasSizeLessThan(8);
    assertThat(secrets.redact(encoded.substring(0, 100))).hasSizeLessThan(60);
  }

  @Test
  void secretWithSeveralBlanks_isRedactedInOneLineWithOneOfEach() {
    RunSecrets secrets = new RunSecrets();
    secrets.keep("pass \t word\nmore");
    assertThat(secrets.redact("bad: pass word more!")).isEqualTo("bad: ***!");
    assertThat(secrets.redact("bad: pass \t word\nmore!")).isEqualTo("bad: ***!");
  }

  @Test
  void tooShortSecret_isNotRedacted() {
    secrets.keep("abc");
    secrets.keep("");
    secrets.keep("  x ");
    assertThat(secrets.redact("abc x")).isEqualTo("abc x");
  }

  @Test
  void secretsOfSeveralThreads_areAllKnown() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 1000; i < 1200; i++) {
      String value = "secret-" + i;
      threads.add(Thread.startVirtualThread(() -> assertThat(secrets.keep(value)).isNotNull()));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (int i = 1000; i < 1200; i++) {
      assertThat(secrets.redact("secret-" + i)).isEqualTo("***");
    }
  }
}
