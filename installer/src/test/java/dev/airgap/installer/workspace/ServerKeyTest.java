package dev.airgap.installer.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServerKeyTest {
  @ParameterizedTest
  @CsvSource({
    "0.85.0, zenml",
    "0.94.1, zenml",
    "0.94.2, server",
    "0.95.0, server",
    "1.0.0, server",
    "0.94, zenml",
    "0.94.2-rc1, server",
    "0.9.5, zenml",
    "nightly, zenml"
  })
  void key_followsTheChartsVersion(String version, String key) {
    assertThat(ServerKey.of(version)).isEqualTo(key);
  }
}
