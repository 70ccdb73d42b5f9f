package dev.airgap.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RenderingTest {
  private static Map<String, Object> hook(String events) {
    return Map.of("metadata", Map.of("annotations", Map.of("helm.sh/hook", events)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"test", "test-success", "test, test-failure"})
  void hooksOfTestsAlone_areTests(String events) {
    assertThat(HelmInChild.isTest(hook(events))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"test,pre-upgrade", "pre-upgrade,test", "testing", "pre-install", ""})
  void hooksThatRunAtAnInstall_areNone(String events) {
    assertThat(HelmInChild.isTest(hook(events))).isFalse();
  }

  @Test
  void imagesOfContainersAndVolumes_areFound() {
    Map<String, Object> pod =
        Map.of(
            "containers", List.of(Map.of("image", "a:1")),
            "volumes",
                List.of(
                    Map.of("name", "v", "image", Map.of("reference", "b:2")), Map.of("image", 3)),
            "image", Map.of("other", "c"));
    assertThat(new Rendering(List.of(Map.of("spec", pod)), List.of()).images())
        .containsExactly("a:1", "b:2");
  }

  @Test
  void addresses_areFound_alsoInSecrets_withoutTheirPasswords() {
    String encoded =
        Base64.getEncoder()
            .encodeToString(
                "https://user:word@store.example.com/x".getBytes(StandardCharsets.UTF_8));
    Rendering rendering =
        new Rendering(
            List.of(
                Map.of("kind", "Secret", "data", Map.of("a", encoded)),
                Map.of(
                    "kind",
                    "Deployment",
                    "args",
                    List.of("--to=http://a.b:80/c,https://[fd00::1]:443/", "mysql://db/x"))),
            List.of());
    assertThat(rendering.urls())
        .containsExactly("http://a.b", "https://[fd00::1]", "https://store.example.com");
  }
}
