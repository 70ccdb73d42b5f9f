package dev.airgap.installer.cluster;

import dev.airgap.installer.json.Json;
import dev.airgap.secrets.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** The content of a {@code kubernetes.io/dockerconfigjson} Secret. */
public final class PullSecrets {
  private PullSecrets() {}

  public static SecretContent of(
      String namespace, String name, String registry, String username, Secret password) {
    String auth = username + ":" + password.reveal();
    String json =
        Json.write(
            Map.of(
                "auths",
                Map.of(
                    registry,
                    Map.of(
                        "username", username,
                        "password", password.reveal(),
                        "auth",
                            Base64.getEncoder()
                                .encodeToString(auth.getBytes(StandardCharsets.UTF_8))))));
    return new SecretContent(
        namespace,
        name,
        "kubernetes.io/dockerconfigjson",
        Map.of(".dockerconfigjson", json.getBytes(StandardCharsets.UTF_8)));
  }
}
