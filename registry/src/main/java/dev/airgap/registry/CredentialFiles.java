package dev.airgap.registry;

import dev.airgap.registry.CredentialProgram.Reply;
import dev.airgap.secrets.RunSecrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One registry's credentials as docker and podman keep them. The first of these files that has some
 * for the repository is taken:
 *
 * <ol>
 *   <li>{@code $REGISTRY_AUTH_FILE}; if it is set, no other one
 *   <li>{@code $DOCKER_CONFIG/config.json}, which somebody chose
 *   <li>{@code $XDG_RUNTIME_DIR/containers/auth.json}
 *   <li>{@code $XDG_CONFIG_HOME/containers/auth.json}, else {@code ~/.config/containers/auth.json}
 *   <li>{@code ~/.docker/config.json}, where {@code DOCKER_CONFIG} is not set
 * </ol>
 *
 * Within a file the longest key with a path goes first ({@code HOST/team/app}, {@code HOST/team}),
 * then the host's credential helper, then the host's own entry.
 */
final class CredentialFiles {
  private static final Duration HELPER_LIMIT = Duration.ofSeconds(30);

  private final String host;
  private final Map<String, String> environment;
  private final RunSecrets secrets;
  private final Duration helperLimit;

  /** What was read or asked already, by file and key: a helper is not asked once a repository. */
  private final Map<String, Credentials> known = new HashMap<>();

  private final Map<Path, AuthFile> read = new HashMap<>();

  CredentialFiles(String host, Map<String, String> environment, RunSecrets secrets) {
    this(host, environment, secrets, HELPER_LIMIT);
  }

  CredentialFiles(
      String host, Map<String, String> environment, RunSecrets secrets, Duration helperLimit) {
    this.host = host;
    this.environment = Map.copyOf(environment);
    this.secrets = secrets;
    this.helperLimit = helperLimit;
  }

  /** The credentials for a repository of the registry; equal ones are the same object. */
  synchronized Credentials of(String repository) throws RegistryException {
    List<Place> places = places();
    List<String> missing = new ArrayList<>();
    for (Place place : places) {
      if (!Files.exists(place.file())) {
        continue;
      }
      Credentials found = in(place, repository);
      if (found.login().isPresent()) {
        return found;
      }
      missing.add(found.source());
    }
    return Credentials.none(missing.isEmpty() ? nowhere(places) : String.join("; ", missing));
  }

  private static String nowhere(List<Place> places) {
    return places.isEmpty()
        ? "neither DOCKER_CONFIG, REGISTRY_AUTH_FILE nor HOME is set"
        : places.stream()
            .map(place -> place.toString())
            .collect(Collectors.joining(", nor ", "there is no ", ""));
  }

  /** A file that may hold credentials, and whose kind it is. */
  private record Place(String kind, Path file) {
    @Override
    public String toString() {
      return kind + " " + file;
    }
  }

  private List<Place> places() {
    Optional<Place> chosen =
        variable("REGISTRY_AUTH_FILE").map(file -> new Place("auth file", Path.of(file)));
    if (chosen.isPresent()) {
      return List.of(chosen.get());
    }
    Optional<Path> home = variable("HOME").map(Path::of);
    Optional<Path> config =
        variable("XDG_CONFIG_HOME").map(Path::of).or(() -> home.map(in -> in.resolve(".config")));
    Optional<Path> docker = variable("DOCKER_CONFIG").map(Path::of);
    Optional<Path> dockers =
        docker.isPresent() ? Optional.empty() : home.map(in -> in.resolve(".docker"));
    return Stream.of(
            docker.map(CredentialFiles::ofDocker),
            variable("XDG_RUNTIME_DIR").map(Path::of).map(CredentialFiles::ofPodman),
            config.map(CredentialFiles::ofPodman),
            dockers.map(CredentialFiles::ofDocker))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Place ofDocker(Path folder) {
    return new Place("docker config", folder.resolve("config.json"));
  }

  private static Place ofPodman(Path folder) {
    return new Place("auth file", folder.resolve("containers/auth.json"));
  }

  private Credentials in(Place place, String repository) throws RegistryException {
    try {
      AuthFile file = read.get(place.file());
      if (file == null) {
        file = AuthFile.read(place.file(), host);
        read.put(place.file(), file);
      }
      Optional<String> above = file.keyAbove(repository);
      String key = place.file() + " " + above.orElse("");
      Credentials found = known.get(key);
      if (found == null) {
        found =
            above.isPresent()
                ? found(file.login(above.get(), secrets), place)
                : ofHost(file, place);
        known.put(key, found);
      }
      return found;
    } catch (IOException | RuntimeException e) {
      throw unreadable(place, e);
    }
  }

  private Credentials ofHost(AuthFile file, Place place) throws RegistryException {
    Optional<String> helper = file.helper();
    String problem = "";
    if (helper.isPresent()) {
      Reply reply =
          new CredentialProgram(helper.get(), environment, secrets, helperLimit).get(file.server());
      if (reply.login().isPresent()) {
        return found(reply.login().get(), place);
      }
      problem = ": " + reply.problem();
    }
    Optional<String> own = file.keyOfHost();
    return own.isPresent()
        ? found(file.login(own.get(), secrets), place)
        : new Credentials(Optional.empty(), false, place + " has none for " + host + problem);
  }

  private static Credentials found(Login login, Place place) {
    boolean token = login.username().equals(AuthFile.TOKEN_USER);
    String who = token ? "an identity token" : "user '" + login.username() + "'";
    return new Credentials(Optional.of(login), token, who + " of " + place);
  }

  /** Neither its message nor itself is passed on: a parser's complaint may quote the password. */
  private RegistryException unreadable(Place place, Exception failure) {
    return failure instanceof RegistryException own
        ? own
        : new RegistryException(
            "read "
                + place
                + " for the credentials of "
                + host
                + ": it cannot be read or is not as docker and podman write it ("
                + failure.getClass().getSimpleName()
                + "); repair it, or name another folder with DOCKER_CONFIG or another file with"
                + " REGISTRY_AUTH_FILE");
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }
}
