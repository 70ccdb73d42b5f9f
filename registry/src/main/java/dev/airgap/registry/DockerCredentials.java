package dev.airgap.registry;

import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.registry.credentials.DockerConfigCredentialRetriever;
import dev.airgap.secrets.RunSecrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Credentials as docker keeps them: {@code auths}, identity tokens, {@code credHelpers} and {@code
 * credsStore} of {@code $DOCKER_CONFIG/config.json}, else of {@code $HOME/.docker/config.json}.
 */
final class DockerCredentials {
  /** The user name by which docker marks an identity token. */
  private static final String TOKEN_USER = "<token>";

  private final Map<String, String> environment;
  private final RunSecrets secrets;

  DockerCredentials(Map<String, String> environment, RunSecrets secrets) {
    this.environment = Map.copyOf(environment);
    this.secrets = secrets;
  }

  Credentials of(String host) throws RegistryException {
    Optional<Path> file = configFile();
    if (file.isEmpty()) {
      return Credentials.none("neither DOCKER_CONFIG nor HOME is set");
    }
    if (!Files.exists(file.get())) {
      return Credentials.none("there is no docker config " + file.get());
    }
    AtomicBoolean helperFailed = new AtomicBoolean();
    Optional<Credential> found = read(host, file.get(), helperFailed);
    if (found.isEmpty()) {
      String why = helperFailed.get() ? ": its credential helper gave none" : "";
      return Credentials.none("docker config " + file.get() + " has none for " + host + why);
    }
    Credential credential = found.get();
    boolean token =
        credential.isOAuth2RefreshToken() || credential.getUsername().equals(TOKEN_USER);
    Login login = new Login(credential.getUsername(), secrets.keep(credential.getPassword()));
    String who = token ? "an identity token" : "user '" + credential.getUsername() + "'";
    return new Credentials(Optional.of(login), token, who + " of docker config " + file.get());
  }

  private static Optional<Credential> read(String host, Path file, AtomicBoolean helperFailed)
      throws RegistryException {
    try {
      return DockerConfigCredentialRetriever.create(host, file)
          .retrieve(event -> {
            if (event.getLevel() == LogEvent.Level.WARN) {
              helperFailed.set(true);
            }
          });
    } catch (IOException | RuntimeException e) {
      // Neither its message nor itself is passed on: a parser's complaint may quote the password.
      throw new RegistryException(
          "read docker config "
              + file
              + " for the credentials of "
              + host
              + ": it cannot be read or is not as docker writes it ("
              + e.getClass().getSimpleName()
              + "); repair it, or name another folder with DOCKER_CONFIG");
    }
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
