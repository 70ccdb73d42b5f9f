package dev.airgap.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A chart's output is hostile, and must be seen as the cluster will see it. */
final class RenderedDocumentsTest {
  private static Map<String, @Nullable Object> only(String text) throws InvalidFileException {
    List<Map<String, @Nullable Object>> documents = RenderedDocuments.read("chart", text);
    assertThat(documents).hasSize(1);
    return documents.getFirst();
  }

  private static void refused(String text, String why) {
    assertThatThrownBy(() -> RenderedDocuments.read("chart", text))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "y", "on", "On", "TRUE", "true"})
  void whatKubernetesTakesForTrue_isTrue(String word) throws Exception {
    assertThat(only("hostNetwork: " + word)).containsEntry("hostNetwork", true);
    assertThat(only("hostNetwork: '" + word + "'")).containsEntry("hostNetwork", word);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "010,8", "0o10,8", "0x1F,31", "0b11,3", "1_000,1000", "-0x10,-16", "+5,5"})
  void wholeNumbers_areReadAsKubernetesReadsThem(String written, int meant) throws Exception {
    assertThat(only("size: " + written)).containsEntry("size", meant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1:30", "2026-11-20", "0x_", "0b", ".inf", "1e999", "_1", "1.2.3", "=", "-"})
  void whatIsNoNumber_staysText(String written) throws Exception {
    assertThat(only("{m: " + written + "}")).containsEntry("m", written);
  }

  @Test
  void longNumbers_keepEveryDigit() throws Exception {
    assertThat(only("size: 99999999999").get("size")).isEqualTo(99_999_999_999L);
    assertThat(only("size: 99999999999999999999")).hasToString("{size=99999999999999999999}");
    assertThat(only("size: 08").get("size")).isEqualTo(8.0);
  }

  @Test
  void keys_areTextsAtEveryDepth() throws Exception {
    assertThat(only("a: {8080: x, on: y}")).containsEntry("a", Map.of("8080", "x", "true", true));
  }

  @Test
  void aliasesAndMergeKeys_areWrittenOut() throws Exception {
    assertThat(only("a: &a {k: 1, l: 1}\nb: {<<: *a, l: 2}\nc: *a\n"))
        .containsEntry("b", Map.of("k", 1, "l", 2))
        .containsEntry("c", Map.of("k", 1, "l", 1));
    assertThat(only("a: &a {k: 1}\nb: &b {k: 2, l: 2}\nc: {<<: [*a, *b]}\n"))
        .containsEntry("c", Map.of("k", 1, "l", 2));
  }

  @Test
  void mergeKeyThatReadersTakeDifferently_isRefused() {
    refused("a: &a {k: 1}\nb: {k: 2, <<: *a}\n", "only as a mapping's first key");
    refused("a: {<<: 1}\n", "takes mappings only");
    refused("a: {<<: [1]}\n", "takes mappings only");
  }

  @Test
  void valueThatContainsItself_isRefused() {
    refused("a: &x {b: *x}\n", "contains itself");
    refused("a: &x [*x]\n", "contains itself");
    refused("a: &x {<<: *x}\n", "contains itself");
  }

  @Test
  void aliasesOfALongText_areCounted() {
    String bomb = "a: &a " + "x".repeat(1_000_000) + "\nb: [" + "*a, ".repeat(100) + "]\n";
    refused(bomb, "grows too large by its aliases");
  }

  @Test
  void aliasBombBelowTheLibrarysLimit_isCounted() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 17; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
    }
    refused(bomb.toString(), "grows too large by its aliases");
  }

  @Test
  void duplicateKey_isRefused_alsoInAnotherSpelling() {
    refused("a: 1\na: 2\n", "chart:2:1: 'a' stands here twice");
    refused("b: {1: a, '1': b}\n", "'1' stands here twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: !!int x", "a: !!binary eA==", "a: !!set {b}", "!x {a: 1}", "a: ! 1"})
  void everyTag_isRefused(String text) {
    refused(text, "tags (!name) are not read");
  }

  @Test
  void separatorThatOnlyHelmSees_isRefused() {
    refused("a: 1\n---kind: Pod\n", "chart:2:1: '---' without white space");
  }

  @Test
  void documentThatIsNoMapping_isRefused() {
    refused("---\n- a\n", "no mapping");
    refused("---\ntext\n", "no mapping");
    refused("? [a]\n: b\n", "a key must be a text");
    refused("~: b\n", "a key must be a text");
  }

  @Test
  void tooManyValues_documentsAndLevels_areRefused() {
    refused("a: [" + "b,".repeat(1_000_000) + "]", "too many values");
    refused("---\na: 1\n".repeat(10_001), "more than 10000 documents");
    refused("a: " + "[".repeat(100) + "]".repeat(100), "nested too deep");
    refused("a: " + "x".repeat(16 * 1024 * 1024), "more than 16777216 characters");
  }

  @Test
  void damagedOutput_isReadOrRefused_neverABug() {
    String whole =
        "---\na: &a {b: 0x_, <<: *a}\nc: [1_0, 0b1, y, .5, 1:30, !!int 2]\nd: |\n  e\n---\n";
    String signs = "[]{}:,-?&*!|>'\"%\\~#\n\t 0x_.b";
    Random random = new Random(4);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder(whole);
      for (int change = random.nextInt(1, 6); change > 0; change--) {
        text.setCharAt(random.nextInt(text.length()), signs.charAt(random.nextInt(signs.length())));
      }
      try {
        assertThat(RenderedDocuments.read("chart", text.toString())).isNotNull();
      } catch (InvalidFileException e) {
        refused++;
        assertThat(e.problems()).allMatch(problem -> problem.startsWith("chart"));
      }
    }
    assertThat(refused).isPositive();
  }
}
