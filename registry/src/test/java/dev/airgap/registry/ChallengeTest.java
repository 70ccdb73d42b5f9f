package dev.airgap.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The {@code WWW-Authenticate} header as servers really write it. */
class ChallengeTest {
  private static List<Challenge> parse(String... headers) {
    return Challenge.parse(List.of(headers));
  }

  @Test
  void bearerWithCommasAndEscapesInQuotes_isRead() {
    assertThat(
            parse(
                "Bearer realm=\"https://a/t\", service = \"x, \\\"y\\\"\",scope=\"repository:a/b:pull,push\""))
        .containsExactly(
            new Challenge(
                "bearer",
                Map.of(
                    "realm",
                    "https://a/t",
                    "service",
                    "x, \"y\"",
                    "scope",
                    "repository:a/b:pull,push")));
  }

  @Test
  void namesAndSchemesInAnyCase_tokensWithoutQuotes() {
    assertThat(parse("BEARER Realm=https://a/t,SERVICE=s"))
        .containsExactly(new Challenge("bearer", Map.of("realm", "https://a/t", "service", "s")));
  }

  @Test
  void severalChallengesInOneHeaderAndInMany_areAllSeen() {
    assertThat(parse("Negotiate, Basic realm=\"a\", Bearer realm=\"b\",service=\"c\"", "NTLM"))
        .extracting(Challenge::scheme)
        .containsExactly("negotiate", "basic", "bearer", "ntlm");
  }

  @Test
  void token68_isNoParameter() {
    assertThat(parse("Negotiate abc==, Basic realm=\"a\""))
        .extracting(Challenge::scheme)
        .contains("basic");
  }

  @Test
  void nonsense_endsWithoutAnError() {
    assertThat(parse("", ",,,", "=", "\"", "Bearer realm=\"never closed", "a=b", "Bearer \\"))
        .isNotNull();
    assertThat(parse("Bearer realm=\"never closed").getFirst().parameter("realm"))
        .contains("never closed");
  }
}
