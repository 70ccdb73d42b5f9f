package dev.airgap.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.tools.jib.registry.RegistryAliasGroup;
import dev.airgap.manifest.ImageReference;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one file says of one registry, as docker ({@code config.json}) and podman ({@code
 * auth.json}, containers-auth.json(5)) write it. A key without a scheme may go on with a path, and
 * is then for the repositories below it alone; docker's old keys ({@code https://HOST/v1/}) are for
 * the host.
 */
final class AuthFile {
  /** The user name by which docker's helpers mark an identity token. */
  static final String TOKEN_USER = "<token>";

  private static final int MAX_BYTES = 4 * 1024 * 1024;
  private static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";

  private final JsonNode content;
  private final List<String> aliases;

  private AuthFile(JsonNode content, List<String> aliases) {
    this.content = content;
    this.aliases = aliases;
  }

  /** Its message is never passed on: a parser's complaint may quote a password. */
  static AuthFile read(Path file, String host) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      JsonNode content = new ObjectMapper().readTree(stream.readNBytes(MAX_BYTES));
      return new AuthFile(content, RegistryAliasGroup.getAliasesGroup(host));
    }
  }

  /** The longest key with a path that holds this repository and has credentials of its own. */
  Optional<String> keyAbove(String repository) {
    return Stream.iterate(repository, path -> !path.isEmpty(), AuthFile::parent)
        .flatMap(path -> keys("auths", path))
        .filter(this::isFilled)
        .findFirst();
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  /** The host's key that has credentials of its own: docker leaves empty ones for a helper. */
  Optional<String> keyOfHost() {
    return keys("auths", "").filter(this::isFilled).findFirst();
  }

  /** The name of the helper: the registry's own, else that for all; as docker chooses it. */
  Optional<String> helper() {
    return keys("credHelpers", "")
        .map(key -> content.path("credHelpers").path(key).asText(""))
        .findFirst()
        .or(() -> Optional.of(content.path("credsStore").asText("")))
        .filter(name -> !name.isEmpty());
  }

  /** How the helper knows the registry: as docker called it at its login. */
  String server() {
    boolean isHub = aliases.contains(ImageReference.DOCKER_HUB);
    return keys("auths", "")
        .findFirst()
        .orElseGet(() -> isHub ? DOCKER_HUB_KEY : aliases.getFirst());
  }

  /**
   * @throws IllegalArgumentException if there is no user name and password, nor an identity token
   */
  Login login(String key, RunSecrets secrets) {
    JsonNode entry = content.path("auths").path(key);
    String token = entry.path("identitytoken").asText("");
    if (!token.isEmpty()) {
      return new Login(TOKEN_USER, secrets.keep(token));
    }
    String encoded = entry.path("auth").asText("").strip();
    if (encoded.isEmpty()) {
      return new Login(entry.path("username").asText(""), password(entry, secrets));
    }
    String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    int colon = pair.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("no colon");
    }
    secrets.keep(encoded);
    // Docker's older versions filled the field up with zeros.
    String password = pair.substring(colon + 1).replaceFirst("\0+$", "");
    return new Login(pair.substring(0, colon), secrets.keep(password));
  }

  private static Secret password(JsonNode entry, RunSecrets secrets) {
    String password = entry.path("password").asText("");
    if (password.isEmpty()) {
      throw new IllegalArgumentException("no password");
    }
    return secrets.keep(password);
  }

  private boolean isFilled(String key) {
    JsonNode entry = content.path("auths").path(key);
    return Stream.of("auth", "identitytoken", "password")
        .anyMatch(field -> !entry.path(field).asText("").isBlank());
  }

  /** The keys of a map that name this registry and this path. */
  private Stream<String> keys(String map, String path) {
    return content
        .path(map)
        .propertyStream()
        .map(entry -> entry.getKey())
        .filter(key -> names(key, path));
  }

  private boolean names(String key, String path) {
    String rest = key.replaceFirst("^https?://", "");
    int slash = rest.indexOf('/');
    String host = slash < 0 ? rest : rest.substring(0, slash);
    boolean ofDocker = rest.length() < key.length();
    String below = slash < 0 || ofDocker ? "" : rest.substring(slash + 1).replaceFirst("/+$", "");
    return aliases.contains(host.toLowerCase(Locale.ROOT)) && below.equals(path);
  }
}
