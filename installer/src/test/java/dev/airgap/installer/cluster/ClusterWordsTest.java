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

  private static String words(int code, String message) {
    return ClusterWords.of(
        new KubernetesClientException(
            new StatusBuilder().withCode(code).withMessage(message).build()));
  }

  @Test
  void messageThatIsTooLong_isCutBetweenWords_andNotWithinAPassword() {
    String quoted = "denied: " + "x ".repeat(140) + "password=hunter2-hunter2-hunter2 and more";
    assertThat(quoted.indexOf("hunter2")).isLessThan(300);
    assertThat(words(422, quoted)).endsWith("x …").doesNotContain("hunter");
    assertThat(words(422, "y".repeat(400))).isEqualTo(" …");
  }

  @Test
  void etcdThatIsFull_hasItsRemedy() {
    assertThat(words(500, "etcdserver: mvcc: database space exceeded"))
        .contains("etcd is full", "etcdctl compact", "run the same command again: it goes on");
  }

  @Test
  void loginThatEnded_hasItsRemedy() {
    assertThat(words(401, "Unauthorized"))
        .contains("(401)", "log in anew", "run the same command again");
  }
}
