package dev.airgap.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.tools.jib.registry.RegistryAliasGroup;
import dev.airgap.manifest.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which program docker's config names for a registry's credentials, and what it holds itself. */
final class DockerConfig {
  private static final int MAX_BYTES = 4 * 1024 * 1024;
  private static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";

  private final JsonNode config;
  private final List<String> aliases;

  private DockerConfig(JsonNode config, List<String> aliases) {
    this.config = config;
    this.aliases = aliases;
  }

  static DockerConfig read(Path file, String host) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      JsonNode config = new ObjectMapper().readTree(stream.readNBytes(MAX_BYTES));
      return new DockerConfig(config, RegistryAliasGroup.getAliasesGroup(host));
    }
  }

  /** The name of the helper: the registry's own, else that for all; as docker chooses it. */
  Optional<String> helper() {
    return keys("credHelpers")
        .map(key -> config.path("credHelpers").path(key).asText(""))
        .findFirst()
        .or(() -> Optional.of(config.path("credsStore").asText("")))
        .filter(name -> !name.isEmpty());
  }

  /** How the helper knows the registry: as docker called it at its login. */
  String server() {
    boolean isHub = aliases.contains(ImageReference.DOCKER_HUB);
    return keys("auths").findFirst().orElseGet(() -> isHub ? DOCKER_HUB_KEY : aliases.getFirst());
  }

  /** Whether there are credentials in the file itself: docker leaves empty entries for a helper. */
  boolean hasOwn() {
    return keys("auths").anyMatch(key -> !config.path("auths").path(key).isEmpty());
  }

  private Stream<String> keys(String map) {
    return config.path(map).propertyStream().map(entry -> entry.getKey()).filter(this::names);
  }

  private boolean names(String key) {
    String withoutScheme = key.replaceFirst("^https?://", "");
    int slash = withoutScheme.indexOf('/');
    return aliases.contains(slash < 0 ? withoutScheme : withoutScheme.substring(0, slash));
  }
}
