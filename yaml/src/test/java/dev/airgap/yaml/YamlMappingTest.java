package dev.airgap.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class YamlMappingTest {
  private final Problems problems = new Problems();

  private static YamlMapping read(String text) throws InvalidFileException {
    return YamlFile.read("f.yaml", text);
  }

  private List<String> found() {
    try {
      problems.throwIfAny();
      return List.of();
    } catch (InvalidFileException e) {
      return e.problems();
    }
  }

  @Test
  void versions_stayAsWritten() throws Exception {
    YamlMapping file = read("release: 2026.11.0\nchart: '0.10'\nnumber: 007\n");
    assertThat(file.text("release", problems)).isEqualTo("2026.11.0");
    assertThat(file.text("chart", problems)).isEqualTo("0.10");
    assertThat(file.text("number", problems)).isEqualTo("007");
    assertThat(found()).isEmpty();
  }

  @Test
  void numbersAndTruthValues_areNoTexts_untilTheyAreQuoted() throws Exception {
    String quotes = "write it in quotes, without them it is a number, true or false";
    YamlMapping file = read("a: 0.95\nb: 5\nc: true\nd: [1, '1', yes]\n");
    assertThat(file.optionalText("a", problems)).contains("0.95");
    file.text("b", problems);
    file.text("c", problems);
    assertThat(file.texts("d", problems)).extracting(PlacedText::text).contains("1", "1", "yes");
    assertThat(found())
        .containsExactly(
            "f.yaml:1:4: 'a' should be a text: " + quotes,
            "f.yaml:2:4: 'b' should be a text: " + quotes,
            "f.yaml:3:4: 'c' should be a text: " + quotes,
            "f.yaml:4:5: 'd' should list texts: " + quotes);
  }

  @Test
  void allProblems_areNamedAtOnce_inTheOrderOfTheirLines() throws Exception {
    YamlMapping file = read("release: [1]\nplatfrom: all\nflag: maybe\n");
    file.text("release", problems);
    file.text("product", problems);
    file.optionalText("platform", problems);
    file.flag("flag", false, problems);
    file.rejectUnknown(problems);
    assertThat(found())
        .containsExactly(
            "f.yaml:1:1: 'product' is missing",
            "f.yaml:1:10: 'release' should be a text",
            "f.yaml:2:1: unknown key 'platfrom'; did you mean 'platform'?",
            "f.yaml:3:7: 'flag' should be true or false");
  }

  @Test
  void emptyValue_countsAsMissing() throws Exception {
    YamlMapping file = read("values:\nname: ~\n");
    assertThat(file.freeForm("values", problems)).isEmpty();
    assertThat(file.optionalText("name", problems)).isEmpty();
    assertThat(found()).isEmpty();
  }

  @Test
  void freeForm_givesPlainValues() throws Exception {
    YamlMapping file = read("values: {a: 1, b: [true, x], c: {d: 1.5}, e: 2026-11-20, f: null}\n");
    Map<String, ?> values = file.freeForm("values", problems);
    assertThat(values.get("a")).isEqualTo(1);
    assertThat(values.get("b")).isEqualTo(List.of(true, "x"));
    assertThat(values.get("c")).isEqualTo(Map.of("d", 1.5));
    assertThat(values.get("e")).isEqualTo("2026-11-20");
    assertThat(values.get("f")).isNull();
  }

  @Test
  void anchorsAliasesTagsAndSecondDocuments_areRefusedAtOnce() {
    assertThatThrownBy(() -> read("a: &x 1\nb: *x\nc: !!str 2\n---\nd: 1\n"))
        .isInstanceOfSatisfying(
            InvalidFileException.class,
            e ->
                assertThat(e.problems())
                    .hasSize(4)
                    .anyMatch(p -> p.contains("anchors"))
                    .anyMatch(p -> p.contains("aliases"))
                    .anyMatch(p -> p.contains("tags"))
                    .anyMatch(p -> p.contains("second document")));
  }

  @Test
  void duplicateKey_isRefusedWithItsLine() {
    assertThatThrownBy(() -> read("a: 1\nb: {c: 1, c: 2}\n"))
        .hasMessageContaining("f.yaml:2:11")
        .hasMessageContaining("'c' stands here twice");
  }

  @Test
  void deepNesting_isRefused() {
    assertThatThrownBy(() -> read("a: " + "[".repeat(100) + "]".repeat(100)))
        .isInstanceOf(InvalidFileException.class);
  }

  @Test
  void brokenYaml_isNamedWithItsPlace() {
    assertThatThrownBy(() -> read("a: 1\n  b: [\n")).hasMessageStartingWith("f.yaml:2:");
  }

  @Test
  void emptyFile_isRefused() {
    assertThatThrownBy(() -> read("# nothing\n")).hasMessageContaining("empty");
  }

  @Test
  void renderedDocuments_areReadWithoutTheEmptyOnes() throws Exception {
    assertThat(RenderedDocuments.read("chart", "---\n---\nkind: A\n---\n# x\n---\nkind: B\n"))
        .extracting(document -> document.get("kind"))
        .containsExactly("A", "B");
  }

  @Test
  void aliasBombInARendering_isRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 90; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThatThrownBy(() -> RenderedDocuments.read("chart", bomb.toString()))
        .isInstanceOf(InvalidFileException.class);
  }

  @Test
  void oldTruthWords_areNeitherTrueNorFalse() throws Exception {
    YamlMapping file = read("a: yes\nb: off\nc: 'true'\nd: True\n");
    assertThat(file.flag("a", true, problems)).isTrue();
    assertThat(file.flag("b", false, problems)).isFalse();
    assertThat(file.flag("c", false, problems)).isFalse();
    assertThat(file.flag("d", false, problems)).isTrue();
    assertThat(found()).hasSize(3).allMatch(p -> p.endsWith("should be true or false"));
  }

  @Test
  void freeForm_keepsWhatIsNoNumberAsText() throws Exception {
    YamlMapping file = read("v: {a: yes, b: 0777, c: 1:30, d: 1_000, e: .inf, f: on, g: 1e999}\n");
    assertThat(file.freeForm("v", problems))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "a", "yes", "b", "0777", "c", "1:30", "d", "1_000", "e", ".inf", "f", "on", "g",
                "1e999"));
  }

  @Test
  void freeForm_readsTheCoreSchemasNumbers() throws Exception {
    YamlMapping file = read("v: {a: 0x1F, b: 0o17, c: -3, d: 99999999999, e: '5', f: 1e3}\n");
    assertThat(file.freeForm("v", problems))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("a", 31, "b", 15, "c", -3, "d", 99_999_999_999L, "e", "5", "f", 1000.0));
  }

  @Test
  void requiredKeyWithoutAValue_isNamedAtItsPlace() throws Exception {
    YamlMapping file = read("a: 1\nname:\nm: ~\n");
    file.text("name", problems);
    file.mapping("m", problems);
    assertThat(found())
        .containsExactly("f.yaml:2:6: 'name' has no value", "f.yaml:3:4: 'm' has no value");
  }

  @Test
  void missingMapping_isNamedOnce_notAgainForEachOfItsKeys() throws Exception {
    YamlMapping missing = read("a: 1\n").mapping("registry", problems);
    assertThat(missing.text("host", problems)).isEmpty();
    missing.mapping("tls", problems).rejectUnknown(problems);
    assertThat(found()).containsExactly("f.yaml:1:1: 'registry' is missing");
  }

  @Test
  void wholeNumbers_areReadAsWritten() throws Exception {
    YamlMapping file = read("a: 5\nb: 010\nc: 1.0\nd: 99999999999\ne: \u0663\n");
    assertThat(file.optionalInteger("a", problems)).contains(5);
    for (String key : List.of("b", "c", "d", "e")) {
      assertThat(file.optionalInteger(key, problems)).isEmpty();
    }
    assertThat(found()).hasSize(4).allMatch(p -> p.endsWith("should be a whole number"));
  }

  @Test
  void listWithAWrongItem_isNamedAtTheItem() throws Exception {
    YamlMapping file = read("hosts: [a, {b: c}, '1.0', ]\nnames:\n  -\nworkspaces: [{n: 1}, x]\n");
    assertThat(file.texts("hosts", problems))
        .containsExactly(
            new PlacedText(new Position("f.yaml", 1, 9), "a"),
            new PlacedText(new Position("f.yaml", 1, 20), "1.0"));
    assertThat(file.texts("names", problems)).isEmpty();
    assertThat(file.mappings("workspaces", problems)).hasSize(1);
    assertThat(found())
        .containsExactly(
            "f.yaml:1:12: 'hosts' should list texts",
            "f.yaml:3:4: 'names' should list texts",
            "f.yaml:4:22: 'workspaces' should be a mapping (key: value)");
  }

  @Test
  void valueThatItsParserRefuses_isNamedAtItsPlace() throws Exception {
    YamlMapping file = read("days: P1X\n");
    assertThat(
            file.optional(
                "days",
                text -> {
                  throw new IllegalArgumentException(text + " is no period");
                },
                problems))
        .isEmpty();
    assertThat(found()).containsExactly("f.yaml:1:7: P1X is no period");
  }

  @Test
  void aKnownMistake_hasARemedy_andDidYouMeanIsForTheOthers() throws Exception {
    YamlMapping file = read("host: a\nuser: b\nprot: 1\n");
    file.text("host", problems);
    file.optionalInteger("port", problems);
    file.rejectUnknown(Map.of("user", "write username"), problems);
    assertThat(found())
        .containsExactly(
            "f.yaml:2:1: unknown key 'user': write username",
            "f.yaml:3:1: unknown key 'prot'; did you mean 'port'?");
  }

  @Test
  void whatIsMissing_hasARemedy_butNotBelowWhatIsMissingItself() throws Exception {
    YamlMapping file = read("name: x\nhost:\n");
    file.text("host", "TLS needs one", problems);
    file.mapping("database", "give it one", problems).text("port", "of its own", problems);
    assertThat(found())
        .containsExactly(
            "f.yaml:1:1: 'database' is missing: give it one",
            "f.yaml:2:6: 'host' has no value: TLS needs one");
  }

  @Test
  void plainValuesOfFreeForm_areFound_withPathAndPlace() throws Exception {
    YamlMapping file = read("values:\n  a: {b: latest, 'c.d': ~}\n  e: [1, {f: x}]\n");
    assertThat(file.scalars("values"))
        .extracting(PlacedScalar::toString)
        .containsExactly(
            "PlacedScalar[position=f.yaml:2:10, path=a.b, text=latest]",
            "PlacedScalar[position=f.yaml:2:25, path=a.c.d, text=]",
            "PlacedScalar[position=f.yaml:3:7, path=e, text=1]",
            "PlacedScalar[position=f.yaml:3:14, path=e.f, text=x]");
    assertThat(file.scalars("nothing")).isEmpty();
  }
}
