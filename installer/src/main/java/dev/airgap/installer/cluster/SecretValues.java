package dev.airgap.installer.cluster;

import dev.airgap.installer.site.SecretSource;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import dev.airgap.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Fetches the secrets that a site file points to. */
public final class SecretValues {
  private static final int MAX_BYTES = 64 * 1024;

  private final Cluster cluster;
  private final Map<String, String> environment;
  private final RunSecrets secrets;

  public SecretValues(Cluster cluster, Map<String, String> environment, RunSecrets secrets) {
    this.cluster = cluster;
    this.environment = Map.copyOf(environment);
    this.secrets = secrets;
  }

  public Secret of(SecretSource source) throws InvalidFileException, ClusterException {
    return source instanceof SecretSource.Inline inline
        ? inline.value()
        : secrets.keep(nameOf(source));
  }

  /** A value that is no secret though it may stand beside one: a user name. */
  public String nameOf(SecretSource source) throws InvalidFileException, ClusterException {
    return switch (source) {
      case SecretSource.Inline inline -> inline.value().reveal();
      case SecretSource.Environment variable -> environmentValue(variable.name());
      case SecretSource.File file -> fileValue(file.path());
      case SecretSource.InCluster secret -> clusterValue(secret);
    };
  }

  private String environmentValue(String name) throws InvalidFileException {
    String value = environment.get(name);
    if (value == null || value.isEmpty()) {
      throw problem("the environment variable %s is not set".formatted(name));
    }
    return value;
  }

  private String fileValue(Path file) throws InvalidFileException {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
        throw problem("%s is no regular file of at most %d bytes".formatted(file, MAX_BYTES));
      }
      String value = withoutLineEnd(Files.readString(file, StandardCharsets.UTF_8));
      if (value.isEmpty()) {
        throw problem("%s is empty".formatted(file));
      }
      return value;
    } catch (IOException e) {
      throw problem("%s cannot be read".formatted(file));
    }
  }

  /** Editors and echo end a line; blanks may belong to a password. */
  private static String withoutLineEnd(String text) {
    return text.endsWith("\r\n")
        ? text.substring(0, text.length() - 2)
        : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  private String clusterValue(SecretSource.InCluster place)
      throws InvalidFileException, ClusterException {
    byte[] value =
        cluster.secret(place.namespace(), place.name()).map(d -> d.get(place.key())).orElse(null);
    if (value == null || value.length == 0) {
      throw problem(
          "the Secret %s/%s has no value for the key %s"
              .formatted(place.namespace(), place.name(), place.key()));
    }
    return new String(value, StandardCharsets.UTF_8);
  }

  private static InvalidFileException problem(String what) {
    return new InvalidFileException(List.of("a secret of the site file is missing: " + what));
  }
}
