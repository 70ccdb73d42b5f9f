package dev.airgap.installer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.json.Json;
import dev.airgap.secrets.RunSecrets;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PullSecretsTest {
  @Test
  void content_isWhatDockerLoginWrites_whateverThePassword() {
    String password = "a:\"b\\ü";
    SecretContent secret =
        PullSecrets.of(
            "ns", "bundle-pull", "registry.test:5000", "puller", new RunSecrets().keep(password));
    String json =
        new String(
            secret.data().getOrDefault(".dockerconfigjson", new byte[0]), StandardCharsets.UTF_8);
    String auth =
        Base64.getEncoder().encodeToString(("puller:" + password).getBytes(StandardCharsets.UTF_8));
    assertThat(Json.readObject(json).orElseThrow())
        .isEqualTo(
            Map.of(
                "auths",
                Map.of(
                    "registry.test:5000",
                    Map.of("username", "puller", "password", password, "auth", auth))));
    assertThat(secret.type()).isEqualTo("kubernetes.io/dockerconfigjson");
    assertThat(secret.toString()).doesNotContain(password).contains(".dockerconfigjson");
  }
}
