package dev.airgap.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published schema and the codec agree. */
class ManifestSchemaTest {
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(new String(ManifestJson.schema(), StandardCharsets.UTF_8), InputFormat.JSON);

  private static String json() {
    return new String(ManifestJson.write(Samples.manifest()), StandardCharsets.UTF_8);
  }

  @Test
  void writtenManifest_fitsTheSchema() {
    assertThat(SCHEMA.validate(json(), InputFormat.JSON)).isEmpty();
  }

  @Test
  void writtenDelta_fitsTheSchema_andIsReadBack() throws InvalidManifestException {
    byte[] delta = ManifestJson.write(Samples.delta());
    assertThat(SCHEMA.validate(new String(delta, StandardCharsets.UTF_8), InputFormat.JSON))
        .isEmpty();
    assertThat(ManifestJson.read(delta)).isEqualTo(Samples.delta());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "manifestSha256 | manifestSha512",
        "\"release\": \"2026.10.0\" | \"release\": \"2026.10\"",
        "\"base\": { | \"base\": [], \"more\": {",
      })
  void brokenDelta_fitsNeitherSchemaNorCodec(String part, String replacement) {
    String delta = new String(ManifestJson.write(Samples.delta()), StandardCharsets.UTF_8);
    String broken = delta.replace(part, replacement);
    assertThat(broken).isNotEqualTo(delta);
    assertThat(SCHEMA.validate(broken, InputFormat.JSON)).isNotEmpty();
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> ManifestJson.read(Samples.bytes(broken))))
        .isInstanceOf(InvalidManifestException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"formatVersion\": 1 | \"formatVersion\": 2",
        "\"release\": \"2026.11.0\" | \"release\": \"2026.11\"",
        "\"release\": \"2026.11.0\" | \"more\": 1, \"release\": \"2026.11.0\"",
        "\"role\": \"api\" | \"role\": \"boss\"",
        "\"sourceDigest\": \"sha256: | \"sourceDigest\": \"sha512:",
        "documents/notes.md | ../notes.md",
        "\"tag\" | \"tug\"",
        "\"workspace\" | \"server\"",
      })
  void brokenManifest_fitsNeitherSchemaNorCodec(String part, String replacement) {
    String broken = json().replace(part, replacement);
    assertThat(SCHEMA.validate(broken, InputFormat.JSON)).isNotEmpty();
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> ManifestJson.read(Samples.bytes(broken))))
        .isInstanceOf(InvalidManifestException.class);
  }
}
