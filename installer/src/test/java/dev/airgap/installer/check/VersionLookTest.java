package dev.airgap.installer.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Versions of Kubernetes against a bundle's range. */
final class VersionLookTest {
  @ParameterizedTest
  @CsvSource({
    ">=1.24, v1.34.4, GREEN",
    ">=1.24, v1.24.0-eks-1234, GREEN",
    ">=1.24, v1.23.17+k3s1, RED",
    ">=1.24, v1.9.0, RED",
    ">=2.0, v1.34.4, RED",
    ">=1.24, latest, YELLOW",
    "~1.24, v1.34.4, YELLOW"
  })
  void version_isHeldAgainstTheRange(String range, String version, Colour colour) {
    assertThat(new VersionLook(range, version).findings())
        .singleElement()
        .satisfies(found -> assertThat(found.colour()).isEqualTo(colour))
        .satisfies(found -> assertThat(found.seen()).contains(version));
  }
}
