package dev.airgap.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docker's config says. */
class DockerCredentialsTest {
  private final RunSecrets secrets = new RunSecrets();
  @TempDir Path folder;

  private Credentials of(String host, String config) throws IOException {
    Files.writeString(folder.resolve("config.json"), config);
    return new DockerCredentials(
            Map.of("DOCKER_CONFIG", folder.toString(), "HOME", "/nowhere"), secrets)
        .of(host);
  }

  private static String auths(String key, String userAndPassword) {
    String auth =
        Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
    return "{\"auths\":{\"" + key + "\":{\"auth\":\"" + auth + "\"}}}";
  }

  @Test
  void passwordWithColon_isReadAndKeptSecret() throws IOException {
    Credentials found =
        of("registry.example.com:5000", auths("registry.example.com:5000", "robot:pass:word"));

    assertThat(found.login().map(Login::username)).contains("robot");
    assertThat(found.login().map(Login::password).map(Secret::reveal)).contains("pass:word");
    assertThat(found.source())
        .isEqualTo("user 'robot' of docker config " + folder.resolve("config.json"));
    assertThat(secrets.redact("pass:word")).isEqualTo("***");
    assertThat(found.toString()).doesNotContain("pass:word");
  }

  @Test
  void dockerHub_isFoundUnderItsOldAddress() throws IOException {
    assertThat(of("docker.io", auths("https://index.docker.io/v1/", "me:secret")).login())
        .isPresent();
  }

  @Test
  void otherRegistry_hasNone() throws IOException {
    Credentials found = of("other.example.com", auths("registry.example.com", "robot:secret"));
    assertThat(found.login()).isEmpty();
    assertThat(found.source()).contains("has none for other.example.com");
  }

  @Test
  void configThatCannotBeRead_isNamedWithoutItsContent() {
    assertThatThrownBy(() -> of("registry.example.com", "{\"auths\": my-secret-password"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(folder.resolve("config.json").toString())
        .hasMessageNotContaining("my-secret")
        .hasNoCause();
  }

  @Test
  void withoutAnyHome_thereIsNone() throws IOException {
    assertThat(new DockerCredentials(Map.of(), secrets).of("registry.example.com").login())
        .isEmpty();
  }
}
