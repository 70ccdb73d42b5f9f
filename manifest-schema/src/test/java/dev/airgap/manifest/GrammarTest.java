package dev.airgap.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GrammarTest {
  @ParameterizedTest
  @ValueSource(strings = {"registry.example.com", "localhost:5000", "127.0.0.1:65535", "a:1"})
  void hosts_haveAPortOfThoseThatThereAre(String host) {
    assertThat(Grammar.isHost(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:99999", "127.0.0.1:65536", "a:0", "a:", "a:123456"})
  void hostsWithAnotherPort_areNone(String host) {
    assertThat(Grammar.isHost(host)).isFalse();
    assertThatThrownBy(() -> ImageReference.parse(host + "/zenml:1"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
