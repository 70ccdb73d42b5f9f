package dev.airgap.registry;

import com.google.cloud.tools.jib.registry.credentials.DockerConfigCredentialRetriever;
import dev.airgap.registry.CredentialProgram.Reply;
import dev.airgap.secrets.RunSecrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Credentials as docker keeps them: {@code auths}, identity tokens, {@code credHelpers} and {@code
 * credsStore} of {@code $DOCKER_CONFIG/config.json}, else of {@code $HOME/.docker/config.json}.
 */
final class DockerCredentials {
  /** The user name by which docker marks an identity token. */
  private static final String TOKEN_USER = "<token>";

  private static final Duration HELPER_LIMIT = Duration.ofSeconds(30);

  private final Map<String, String> environment;
  private final RunSecrets secrets;
  private final Duration helperLimit;

  DockerCredentials(Map<String, String> environment, RunSecrets secrets) {
    this(environment, secrets, HELPER_LIMIT);
  }

  DockerCredentials(Map<String, String> environment, RunSecrets secrets, Duration helperLimit) {
    this.environment = Map.copyOf(environment);
    this.secrets = secrets;
    this.helperLimit = helperLimit;
  }

  Credentials of(String host) throws RegistryException {
    Optional<Path> file = configFile();
    if (file.isEmpty()) {
      return Credentials.none("neither DOCKER_CONFIG nor HOME is set");
    }
    if (!Files.exists(file.get())) {
      return Credentials.none("there is no docker config " + file.get());
    }
    return read(host, file.get());
  }

  private Credentials read(String host, Path file) throws RegistryException {
    try {
      DockerConfig config = DockerConfig.read(file, host);
      Optional<String> helper = config.helper();
      if (helper.isEmpty()) {
        return ofFile(host, file).orElseGet(() -> none(host, file, ""));
      }
      Reply reply =
          new CredentialProgram(helper.get(), environment, secrets, helperLimit)
              .get(config.server());
      if (reply.login().isPresent()) {
        return found(reply.login().get(), file);
      }
      Credentials none = none(host, file, ": " + reply.problem());
      // The library that reads the file's own entries asks the helper again, without a limit.
      return config.hasOwn() && reply.ended() ? ofFile(host, file).orElse(none) : none;
    } catch (IOException | RuntimeException e) {
      throw unreadable(host, file, e);
    }
  }

  private static Credentials none(String host, Path file, String why) {
    return Credentials.none("docker config " + file + " has none for " + host + why);
  }

  private Optional<Credentials> ofFile(String host, Path file) throws IOException {
    return DockerConfigCredentialRetriever.create(host, file)
        .retrieve(event -> {})
        .map(own -> found(new Login(own.getUsername(), secrets.keep(own.getPassword())), file));
  }

  private static Credentials found(Login login, Path file) {
    boolean token = login.username().equals(TOKEN_USER);
    String who = token ? "an identity token" : "user '" + login.username() + "'";
    return new Credentials(Optional.of(login), token, who + " of docker config " + file);
  }

  /** Neither its message nor itself is passed on: a parser's complaint may quote the password. */
  private static RegistryException unreadable(String host, Path file, Exception failure) {
    return failure instanceof RegistryException own
        ? own
        : new RegistryException(
            "read docker config "
                + file
                + " for the credentials of "
                + host
                + ": it cannot be read or is not as docker writes it ("
                + failure.getClass().getSimpleName()
                + "); repair it, or name another folder with DOCKER_CONFIG");
  }

  private Optional<Path> configFile() {
    return variable("DOCKER_CONFIG")
        .map(folder -> Path.of(folder, "config.json"))
        .or(() -> variable("HOME").map(home -> Path.of(home, ".docker", "config.json")));
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }
}
