package dev.airgap.installer.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.ReleaseState;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NextStepTest {
  private static NextStep of(String status, int revision) {
    return NextStep.of(
        Optional.of(
            new ReleaseState(new HelmRelease("zenml", "ns"), status, "zenml-0.95.1", revision)));
  }

  @Test
  void whatIsNotThere_isInstalled() {
    assertThat(NextStep.of(Optional.empty())).isEqualTo(NextStep.INSTALL);
  }

  @ParameterizedTest
  @CsvSource({
    "deployed, 1, COMPARE",
    "deployed, 7, COMPARE",
    "pending-install, 1, REINSTALL",
    "pending-install, 3, REINSTALL",
    "failed, 1, REINSTALL",
    "failed, 2, UPGRADE",
    "superseded, 2, UPGRADE",
    "unknown, 2, UPGRADE",
    "pending-upgrade, 2, FREE_AND_UPGRADE",
    "pending-rollback, 3, FREE_AND_UPGRADE",
    "uninstalling, 1, FINISH_AND_INSTALL",
    "uninstalling, 4, FINISH_AND_INSTALL",
    "uninstalled, 4, FINISH_AND_INSTALL",
  })
  void eachStatusOfHelm_hasItsRule(String status, int revision, NextStep rule) {
    assertThat(of(status, revision)).isEqualTo(rule);
  }

  @Test
  void ruleThatUninstalls_saysWhatBecomesOfData() {
    assertThat(NextStep.values())
        .filteredOn(NextStep::uninstalls)
        .hasSize(2)
        .allSatisfy(rule -> assertThat(rule.words()).contains("data", "a person is asked"));
  }
}
