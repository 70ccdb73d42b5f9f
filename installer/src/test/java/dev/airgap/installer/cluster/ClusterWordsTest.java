package dev.airgap.installer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;

class ClusterWordsTest {
  @Test
  void wordsOfAServer_areOneLineWithoutControlCharacters() {
    KubernetesClientException failure =
        new KubernetesClientException(
            new StatusBuilder()
                .withCode(422)
                .withMessage("denied\n\u001b[2Kaccepted\u009b1A by \u202ewebhook")
                .build());
    assertThat(ClusterWords.of(failure)).isEqualTo("denied [2Kaccepted 1A by webhook");
  }
}
