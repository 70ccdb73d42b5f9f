package dev.airgap.bundler.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.manifest.ChartRole;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RenderValuesTest {
  @Test
  void chartsUpTo_0_94_1_knowOnlyTheOldKey() {
    for (String version : List.of("0.85.0", "0.94.0", "0.94.1")) {
      assertThat(RenderValues.of(ChartRole.WORKSPACE, version))
          .as(version)
          .containsKey("zenml")
          .doesNotContainKey("server");
    }
  }

  @Test
  void chartsFrom_0_94_2_takeTheNewKey() {
    for (String version : List.of("0.94.2", "0.94.10", "0.95.1", "0.100.0", "1.0.0")) {
      assertThat(RenderValues.of(ChartRole.SERVER, version))
          .as(version)
          .containsKey("server")
          .doesNotContainKey("zenml");
    }
  }

  @Test
  void aChartThatIsOnlyCarried_isGivenNothing() {
    assertThat(RenderValues.of(ChartRole.OTHER, "1.0.0")).isEmpty();
  }
}
