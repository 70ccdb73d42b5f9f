package dev.airgap.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestJsonTest {
  private static String json() {
    return new String(ManifestJson.write(Samples.manifest()), StandardCharsets.UTF_8);
  }

  private static List<String> problemsOf(String json) {
    InvalidManifestException refusal =
        catchThrowableOfType(
            InvalidManifestException.class, () -> ManifestJson.read(Samples.bytes(json)));
    assertThat(refusal).as("this manifest must be refused").isNotNull();
    return refusal.problems();
  }

  /** Found by fuzzing: the path that was expected could itself be none. */
  @Test
  void nameThatWouldMakeTooLongAPath_isRefused() {
    String written = new String(ManifestJson.write(Samples.manifest()), StandardCharsets.UTF_8);
    String longest = "a".repeat(Limits.PATH_CHARACTERS);
    assertThat(problemsOf(written.replace("documents/notes.md", longest)).toString())
        .contains("is not where a document belongs");
  }

  @Test
  void writtenManifest_isReadBackEqual() throws InvalidManifestException {
    assertThat(ManifestJson.read(ManifestJson.write(Samples.manifest())))
        .isEqualTo(Samples.manifest());
  }

  @Test
  void writtenManifest_isSortedAndIndented() {
    assertThat(json())
        .startsWith("{\n  \"builtWith\": \"0.1.0\",\n  \"charts\": [\n    {\n      \"digest\": ")
        .endsWith("\"workspace\": \"0.95.1\"\n  }\n}\n");
  }

  @Test
  void emptyLists_areWrittenAndRead() throws InvalidManifestException {
    BundleManifest empty = Samples.manifest(List.of(), List.of(), Samples.files());
    assertThat(ManifestJson.read(ManifestJson.write(empty))).isEqualTo(empty);
  }

  @Test
  void allProblems_areNamedAtOnce() {
    String broken =
        json()
            .replace("\"release\": \"2026.11.0\"", "\"release\": 7, \"extra\\u0000\": true")
            .replace("\"tag\": \"0.13.18\",", "")
            .replace("\"role\": \"control-plane\"", "\"role\": \"boss\"");
    assertThat(problemsOf(broken))
        .contains(
            "release is a whole number, not a string",
            "extra\\u{0} is not a field of this format",
            "images[0].tag is missing")
        .anyMatch(p -> p.startsWith("charts[0].role 'boss' is wrong: must be one of"))
        .hasSize(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"formatVersion\": 1 | \"formatVersion\": 2 | made by a newer bundle program",
        "\"formatVersion\": 1 | \"formatVersion\": 0 | formatVersion must be 1",
        "\"formatVersion\": 1 | \"formatVersion\": 1.0 | a number with a fraction or exponent",
        "\"product\": \"zenml-pro\" | \"product\": \"zenml\" | versions are those of another product",
        "\"product\" | \"platform\": \"all\", \"product\" | platform' stands there twice",
        "2026-11-20T08:00:00Z | 2026-11-20T08:00:00.5Z | not an instant such as",
        "2026-11-20T08:00:00Z | 2026-13-20T08:00:00Z | no such instant",
        "2026-11-20T08:00:00Z | 2300-01-01T00:00:00Z | created is not between 1970 and 2242",
        "\"path\": \"documents/notes.md\" | \"path\": \"documents/../x\" | not a path that a bundle",
        "\"path\": \"documents/notes.md\" | \"path\": \"x/notes.md\" | is not where a document belongs",
        "charts/zenml-pro-0.13.18.tgz | charts/other-0.13.18.tgz | must have the path charts/zenml",
        "oci://public.ecr.aws/zenml/zenml-pro | oci://a/B c | neither oci:// nor file:",
        "\"source\": \"registry. | \"source\": \"Registry/Y/. | no image reference",
        "\"name\": \"zenml-pro\" | \"name\": \"zenml\\nx\" | no chart name",
        "'\"registryBytes\": ' | '\"registryBytes\": 1' | registryBytes must be the sum",
        "\"transport\": \"unverified\" | \"transport\": null | is null, not a string",
        "\"images\": [ | \"images\": [ 5, | images[0] is a whole number, not an object",
        "'\"registryBytes\": ' | '\"registryBytes\": -' | requires.registryBytes is -",
        "\"release\": \"2026.11.0\" | \"release\":  \"2026.11.0\" | sorted keys, two-space indent",
        "\"release\": \"2026.11.0\" | \"release\": \"2026.11.0+x\" | not a semantic version",
      })
  void brokenManifest_isRefused(String part, String replacement, String sentence) {
    String original = json();
    String broken =
        original.replaceFirst(Pattern.quote(part), Matcher.quoteReplacement(replacement));
    assertThat(broken).isNotEqualTo(original);
    assertThat(String.join("; ", problemsOf(broken))).contains(sentence);
  }

  @Test
  void otherValueThanAnObject_isNamedByItsKind() {
    assertThat(problemsOf("[]")).containsExactly("is an array, not an object");
  }

  @Test
  void trailingData_isRefused() {
    assertThat(problemsOf(json() + "{}")).containsExactly("has more data after its end");
  }

  @Test
  void tooDeep_isRefused() {
    assertThat(problemsOf("[".repeat(33) + "]".repeat(33)))
        .singleElement()
        .asString()
        .contains("at most 32 levels")
        .doesNotContain("StreamReadConstraints");
  }

  @Test
  void tooManyValues_areRefused() {
    assertThat(problemsOf("[" + "[],".repeat(250_000) + "[]]"))
        .singleElement()
        .asString()
        .contains("it has more than 250000 values");
  }

  @Test
  void tooLarge_isRefused() {
    assertThatThrownBy(() -> ManifestJson.read(new byte[Limits.MANIFEST_JSON_BYTES + 1]))
        .hasMessageContaining("larger than 16777216 bytes");
  }

  @Test
  void otherEncodings_areRefused() {
    byte[] utf16 = json().getBytes(StandardCharsets.UTF_16);
    assertThatThrownBy(() -> ManifestJson.read(utf16))
        .isInstanceOf(InvalidManifestException.class)
        .hasMessageContaining("is not UTF-8");
    byte[] latin =
        json().replace("zenml-pro-api", "z\u00e9nml").getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> ManifestJson.read(latin)).hasMessageContaining("is not UTF-8");
    byte[] cutOff = {'{', '"', (byte) 0xe2, (byte) 0x82};
    assertThatThrownBy(() -> ManifestJson.read(cutOff)).hasMessageContaining("is not UTF-8");
    assertThat(problemsOf("\uFEFF" + json())).singleElement().asString().contains("is not JSON");
  }

  @Test
  void tagsThatDifferInCaseOnly_areRefused() {
    ImageEntry upper = Samples.image("V1");
    ImageEntry lower = Samples.image("v1");
    BundleManifest twice = Samples.manifest(List.of(upper, lower), List.of(), Samples.files());
    assertThatThrownBy(() -> ManifestJson.write(twice))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("image zenml-pro-api:v1 stands there twice");
  }

  @Test
  void unsortedImages_areRefused() {
    BundleManifest unsorted =
        Samples.manifest(
            List.of(Samples.image("b"), Samples.image("a")), List.of(), Samples.files());
    assertThatThrownBy(() -> ManifestJson.write(unsorted))
        .hasMessageContaining("images are not sorted, each once, at number 2");
  }

  @Test
  void wrongSumOfBlobs_isRefused() {
    ImageEntry image = Samples.image("a");
    ImageEntry wrong =
        new ImageEntry(
            image.name(),
            image.tag(),
            image.role(),
            image.digest(),
            image.mediaType(),
            image.configDigest(),
            image.source(),
            image.sourceDigest(),
            image.transport(),
            image.blobs(),
            image.size() + 1);
    BundleManifest manifest = Samples.manifest(List.of(wrong), List.of(), Samples.files());
    assertThatThrownBy(() -> ManifestJson.write(manifest))
        .hasMessageContaining("must have the size of its blobs, " + image.size());
  }

  @Test
  void missingLayoutFile_isRefused() {
    BundleManifest manifest = Samples.manifest(List.of(), List.of(), Samples.files().subList(0, 3));
    assertThatThrownBy(() -> ManifestJson.write(manifest))
        .hasMessageContaining("file images/manifest.json is missing")
        .hasMessageContaining("file images/oci-layout is missing");
  }
}
