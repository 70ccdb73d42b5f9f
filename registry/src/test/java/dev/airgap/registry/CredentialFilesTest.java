package dev.airgap.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What docker's and podman's files say. */
class CredentialFilesTest {
  private final RunSecrets secrets = new RunSecrets();
  private final Map<String, String> environment = new HashMap<>();
  @TempDir Path folder;

  private Credentials of(String host, String config) throws IOException {
    write("config.json", config);
    environment.put("DOCKER_CONFIG", folder.toString());
    return found(host, "app");
  }

  private Credentials found(String host, String repository) throws RegistryException {
    return new CredentialFiles(host, environment, secrets).of(repository);
  }

  private Path write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    return Files.writeString(file, content);
  }

  private static String entry(String key, String userAndPassword) {
    String auth =
        Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
    return "\"" + key + "\":{\"auth\":\"" + auth + "\"}";
  }

  private static String auths(String key, String userAndPassword) {
    return "{\"auths\":{" + entry(key, userAndPassword) + "}}";
  }

  private static String user(Credentials found) {
    return found.login().map(Login::username).orElse("nobody");
  }

  @Test
  void passwordWithColon_isReadAndKeptSecret() throws IOException {
    Credentials found =
        of("registry.example.com:5000", auths("registry.example.com:5000", "robot:pass:word"));

    assertThat(user(found)).isEqualTo("robot");
    assertThat(found.login().map(Login::password).map(Secret::reveal)).contains("pass:word");
    assertThat(found.source())
        .isEqualTo("user 'robot' of docker config " + folder.resolve("config.json"));
    assertThat(secrets.redact("pass:word")).isEqualTo("***");
    assertThat(found.toString()).doesNotContain("pass:word");
  }

  @ParameterizedTest
  @CsvSource({
    "docker.io, https://index.docker.io/v1/",
    "docker.io, docker.io",
    "registry.example.com, https://registry.example.com/v1/",
    "registry.example.com, https://registry.example.com/v2/",
    "registry.example.com, https://registry.example.com",
    "registry.example.com, http://registry.example.com/",
    "registry.example.com, registry.example.com/",
    "registry.example.com:5000, registry.example.com:5000",
  })
  void keysOfOldAndNew_nameTheHost(String host, String key) throws IOException {
    assertThat(user(of(host, auths(key, "me:secret")))).isEqualTo("me");
  }

  @ParameterizedTest
  @CsvSource({
    "team/app, app",
    "team/app/deep, app",
    "team/apple, team",
    "team, team",
    "teams/app, host",
    "other, host",
  })
  void longestPath_goesFirst(String repository, String user) throws IOException {
    String all =
        Arrays.stream(
                new String[] {
                  entry("registry.example.com", "host:pw-1"),
                  entry("registry.example.com/team", "team:pw-2"),
                  entry("registry.example.com/team/app", "app:pw-3"),
                  entry("registry.example.com:5000/team", "port:pw-4")
                })
            .collect(Collectors.joining(",", "{\"auths\":{", "}}"));
    environment.put("REGISTRY_AUTH_FILE", write("auth.json", all).toString());
    assertThat(user(found("registry.example.com", repository))).isEqualTo(user);
    assertThat(user(found("registry.example.com:5000", "team/x"))).isEqualTo("port");
  }

  @Test
  void accountOfOnePath_isNobodyElsewhere() throws IOException {
    environment.put(
        "REGISTRY_AUTH_FILE",
        write("auth.json", auths("registry.example.com/team", "team:pw-2")).toString());
    Credentials none = found("registry.example.com", "other");
    assertThat(none.login()).isEmpty();
    assertThat(none.source())
        .isEqualTo(
            "no credentials: auth file "
                + folder.resolve("auth.json")
                + " has none for registry.example.com");
  }

  @Test
  void onePlaceAfterAnother_isLookedAt() throws IOException {
    environment.put("HOME", folder.resolve("home").toString());
    write("home/.docker/config.json", auths("r.example.com", "docker-home:pw-1"));
    assertThat(user(found("r.example.com", "app"))).isEqualTo("docker-home");
    write("home/.config/containers/auth.json", auths("r.example.com", "podman-home:pw-2"));
    assertThat(user(found("r.example.com", "app"))).isEqualTo("podman-home");
    environment.put("XDG_CONFIG_HOME", folder.resolve("xdg").toString());
    assertThat(user(found("r.example.com", "app"))).isEqualTo("docker-home");
    write("xdg/containers/auth.json", auths("r.example.com", "xdg:pw-3"));
    assertThat(user(found("r.example.com", "app"))).isEqualTo("xdg");
    environment.put("XDG_RUNTIME_DIR", folder.resolve("run").toString());
    write("run/containers/auth.json", auths("other.example.com", "nobody:pw-4"));
    assertThat(user(found("r.example.com", "app"))).isEqualTo("xdg");
    write("run/containers/auth.json", auths("r.example.com", "podman-run:pw-5"));
    assertThat(user(found("r.example.com", "app"))).isEqualTo("podman-run");
    assertThat(user(of("r.example.com", auths("r.example.com", "chosen:pw-6"))))
        .isEqualTo("chosen");
    environment.put(
        "REGISTRY_AUTH_FILE", write("mine.json", auths("r.example.com", "mine:pw-7")).toString());
    assertThat(user(found("r.example.com", "app"))).isEqualTo("mine");
    environment.put("REGISTRY_AUTH_FILE", folder.resolve("gone.json").toString());
    assertThat(found("r.example.com", "app").source())
        .isEqualTo("no credentials: there is no auth file " + folder.resolve("gone.json"));
  }

  @Test
  void userAndPasswordInFieldsOfTheirOwn_areRead() throws IOException {
    Credentials found =
        of(
            "r.example.com",
            "{\"auths\":{\"r.example.com\":{\"username\":\"me\",\"password\":\"in-a-field\"}}}");
    assertThat(user(found)).isEqualTo("me");
    assertThat(secrets.redact("in-a-field")).isEqualTo("***");
  }

  @Test
  void otherRegistry_hasNone() throws IOException {
    Credentials found = of("other.example.com", auths("registry.example.com", "robot:secret"));
    assertThat(found.login()).isEmpty();
    assertThat(found.source()).contains("has none for other.example.com");
  }

  @Test
  void fileThatCannotBeRead_isNamedWithoutItsContent() {
    for (String broken :
        new String[] {
          "{\"auths\": my-secret-password",
          "{\"auths\":{\"registry.example.com\":{\"auth\":\"my-secret-password\"}}}",
          "{\"auths\":{\"registry.example.com\":{\"auth\":\"bXktc2VjcmV0LXBhc3N3b3Jk\"}}}"
        }) {
      assertThatThrownBy(() -> of("registry.example.com", broken))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining(folder.resolve("config.json").toString())
          .hasMessageNotContaining("my-secret")
          .hasNoCause();
    }
  }

  @Test
  void withoutAnyHome_thereIsNone() throws IOException {
    assertThat(found("registry.example.com", "app").login()).isEmpty();
  }
}
