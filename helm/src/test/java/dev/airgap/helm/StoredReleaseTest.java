package dev.airgap.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

final class StoredReleaseTest {
  private static final HelmRelease RELEASE = new HelmRelease("zenml", "ns");

  private static byte[] stored(String json) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(json.getBytes(StandardCharsets.UTF_8));
    }
    return Base64.getEncoder().encode(packed.toByteArray());
  }

  @Test
  void manifestAndHooks_areRead_testsAreNot() throws Exception {
    StoredRelease release =
        StoredRelease.read(
            RELEASE,
            stored(
                """
                {"manifest": "kind: Service\\nmetadata: {name: a}\\n---\\nkind: Deployment\\nmetadata: {name: b}\\n",
                 "hooks": [{"manifest": "kind: Job\\nmetadata: {name: c, annotations: {helm.sh/hook: pre-install}}"},
                           {"manifest": "kind: Pod\\nmetadata: {name: d, annotations: {helm.sh/hook: test}}"}]}
                """));
    assertThat(release.objects())
        .extracting(object -> object.get("kind"))
        .containsExactly("Service", "Deployment");
    assertThat(release.hooks()).extracting(object -> object.get("kind")).containsExactly("Job");
    assertThat(release.all()).hasSize(3);
  }

  @Test
  void revisionThatIsMarkedAsFailed_keepsAllElse_andEachNumbersValue() throws Exception {
    String before =
        "{\"name\":\"zenml\",\"info\":{\"status\":\"pending-upgrade\",\"notes\":\"n\"},"
            + "\"config\":{\"a\":0.1,\"b\":12345678901234567890,\"c\":1e3},\"version\":2}";
    byte[] marked = StoredRelease.failed(RELEASE, stored(before));
    String after;
    try (GZIPInputStream gzip =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(marked)))) {
      after = new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(after)
        .contains("\"status\":\"failed\"", "\"notes\":\"n\"", "\"version\":2", "\"a\":0.1,")
        .contains("\"b\":12345678901234567890")
        .doesNotContain("pending-upgrade");
  }

  @Test
  void revisionWithoutAStatus_isNotWritten() {
    for (String bad : new String[] {"{\"info\": 1}", "[]", "{\"info\": {", "null"}) {
      assertThatThrownBy(() -> StoredRelease.failed(RELEASE, stored(bad)))
          .isInstanceOf(HelmException.class)
          .hasMessageContaining("what Helm stored of ns/zenml");
    }
  }

  @Test
  void secretName_isHelms() {
    assertThat(StoredRelease.secretName(RELEASE, 7)).isEqualTo("sh.helm.release.v1.zenml.v7");
  }

  @Test
  void whatIsNoRelease_isRefused_withoutItsContent() {
    for (String bad : new String[] {"{\"manifest\": secret-word", "no json secret-word"}) {
      assertThatThrownBy(() -> StoredRelease.read(RELEASE, stored(bad)))
          .isInstanceOf(HelmException.class)
          .hasMessageContaining("what Helm stored of ns/zenml is no JSON document")
          .hasNoCause()
          .message()
          .doesNotContain("secret-word");
    }
    assertThatThrownBy(() -> StoredRelease.read(RELEASE, new byte[] {1, 2, 3}))
        .isInstanceOf(HelmException.class)
        .hasMessageContaining("cannot be read");
  }
}
