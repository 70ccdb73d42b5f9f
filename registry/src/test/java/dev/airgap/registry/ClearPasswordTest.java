package dev.airgap.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.registry.testing.ScriptedRegistry;
import dev.airgap.secrets.RunSecrets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A password never leaves this machine over plain HTTP. */
class ClearPasswordTest {
  private static final String HOST = "registry.airgap.test";
  private final RunSecrets secrets = new RunSecrets();
  @TempDir Path folder;

  /** The proxy would see whatever is sent. */
  private void assertNothingIsSent(Optional<Login> login, Map<String, String> more)
      throws IOException {
    byte[] blob = Samples.noise(10);
    try (ScriptedRegistry proxy =
        ScriptedRegistry.playing((request, answer) -> answer.status(200))) {
      Map<String, String> environment = new HashMap<>(more);
      environment.put("HTTP_PROXY", proxy.host());
      Repository app = new Repository(HOST, "app");
      RegistrySettings plain =
          new RegistrySettings(List.of(), true, login, SettingNames.AS_OPTIONS);
      try (RegistryClients clients =
          new RegistryClients(Map.of(HOST, plain), environment, secrets)) {
        RegistryClient client = clients.at(HOST);
        assertThatThrownBy(() -> client.manifest(app, "1"))
            .isInstanceOf(RegistryException.class)
            .hasMessageContaining("http://" + HOST + ":80: the password of ")
            .hasMessageContaining("over plain HTTP")
            .hasMessageContaining("nothing was sent")
            .hasMessageContaining("take --plain-http away")
            .hasMessageNotContaining("my-password");
        assertThatThrownBy(() ->
                client.pushBlob(app, Samples.blob(blob), () -> new ByteArrayInputStream(blob)))
            .hasMessageContaining("nothing was sent");
      }
      assertThat(proxy.received()).isEmpty();
    }
  }

  @Test
  void givenPassword_isNotSent() throws IOException {
    assertNothingIsSent(Optional.of(new Login("robot", secrets.keep("my-password"))), Map.of());
  }

  @Test
  void passwordThatDockerKeeps_isNotSent() throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        "{\"auths\":{\"%s\":{\"username\":\"me\",\"password\":\"my-password\"}}}".formatted(HOST));
    assertNothingIsSent(Optional.empty(), Map.of("DOCKER_CONFIG", folder.toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:5000, true",
    "http://a.localhost, true",
    "http://127.0.0.1:5000, true",
    "http://127.9.9.9, true",
    "'http://[::1]:5000', true",
    "http://localhost.example.com, false",
    "http://127.0.0.1.example.com, false",
    "http://10.0.0.1, false",
    "http://0.0.0.0, false",
    "'http://[::ffff:10.0.0.1]', false",
  })
  void thisMachine_isKnownByItsName(String address, boolean expected) {
    assertThat(Origin.of(URI.create(address)).isLoopback()).isEqualTo(expected);
  }
}
