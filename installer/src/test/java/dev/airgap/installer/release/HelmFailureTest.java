package dev.airgap.installer.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.helm.HelmException;
import dev.airgap.installer.site.Timeouts;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HelmFailureTest {
  private static String told(String words, Duration took) {
    HelmException failure = new HelmException(words);
    return String.valueOf(HelmFailure.told(failure, took, Timeouts.USUAL.workspace()).getMessage());
  }

  @Test
  void failureAtTheLimit_namesTheKeyThatRaisesIt() {
    assertThat(told("timed out waiting for the condition", Duration.ofMinutes(10)))
        .startsWith("timed out waiting for the condition - Helm waited for 10m")
        .endsWith("timeouts.workspace in the site file (now 10m) gives it more time");
  }

  @Test
  void failureBeforeTheLimit_isLeftAsItIs() {
    assertThat(told("job failed: BackoffLimitExceeded", Duration.ofSeconds(599)))
        .isEqualTo("job failed: BackoffLimitExceeded");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "failed to create resource: etcdserver: mvcc: database space exceeded | etcd is full",
        "query: failed to query with labels: Unauthorized | credentials are not accepted any more",
        "the server has asked for the client to provide credentials | credentials are not accepted",
        "dial tcp 127.0.0.1:6443: connect: connection refused | the API server does not answer",
      })
  void whatTheClusterRefuses_hasItsRemedy_andGoesOn(String words, String remedy) {
    assertThat(told(words, Duration.ofMinutes(20)))
        .contains(words, remedy, "run the same command again: it goes on")
        .doesNotContain("timeouts.");
  }
}
