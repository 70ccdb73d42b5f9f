package dev.airgap.installer.cluster;

import dev.airgap.installer.json.Json;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A kubeconfig with one context: what we speak to is what Helm speaks to. Mode 0600, in memory
 * where there is such a place.
 */
final class HelmKubeconfig implements AutoCloseable {
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  private static final String PREFIX = "bundle-kubeconfig-";

  private final Path file;

  private HelmKubeconfig(Path file) {
    this.file = file;
  }

  static HelmKubeconfig of(Config config) throws IOException {
    Path folder =
        Files.isWritable(SHARED_MEMORY)
            ? SHARED_MEMORY
            : Path.of(System.getProperty("java.io.tmpdir"));
    removeStale(folder);
    Path file =
        Files.createTempFile(
            folder,
            PREFIX + ProcessHandle.current().pid() + "-",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, Json.write(content(config)));
    file.toFile().deleteOnExit();
    return new HelmKubeconfig(file);
  }

  Path file() {
    return file;
  }

  /** What killed runs of this user left; a number of a living process may be theirs again. */
  private static void removeStale(Path folder) throws IOException {
    try (var candidates = Files.newDirectoryStream(folder, PREFIX + "*")) {
      for (Path candidate : candidates) {
        String owner = candidate.getFileName().toString().substring(PREFIX.length());
        boolean numbered = owner.matches("[0-9]{1,9}-.*");
        boolean ours = Files.getOwner(candidate).getName().equals(System.getProperty("user.name"));
        if (numbered
            && ours
            && ProcessHandle.of(Long.parseLong(owner.substring(0, owner.indexOf('-')))).isEmpty()) {
          Files.deleteIfExists(candidate);
        }
      }
    }
  }

  private static Map<String, Object> content(Config config) throws IOException {
    Map<String, Object> cluster = new TreeMap<>();
    cluster.put("server", config.getMasterUrl());
    putData(cluster, "certificate-authority-data", config.getCaCertData(), config.getCaCertFile());
    Map<String, Object> user = new TreeMap<>();
    putData(
        user, "client-certificate-data", config.getClientCertData(), config.getClientCertFile());
    putData(user, "client-key-data", config.getClientKeyData(), config.getClientKeyFile());
    if (config.getAutoOAuthToken() != null) {
      user.put("token", config.getAutoOAuthToken());
    } else if (config.getOauthToken() != null) {
      user.put("token", config.getOauthToken());
    }
    return Map.of(
        "apiVersion",
        "v1",
        "kind",
        "Config",
        "current-context",
        "bundle",
        "clusters",
        List.of(Map.of("name", "bundle", "cluster", cluster)),
        "users",
        List.of(Map.of("name", "bundle", "user", user)),
        "contexts",
        List.of(
            Map.of("name", "bundle", "context", Map.of("cluster", "bundle", "user", "bundle"))));
  }

  private static void putData(
      Map<String, Object> into, String key, @Nullable String data, @Nullable String file)
      throws IOException {
    if (data != null) {
      into.put(
          key, data.startsWith("-----") ? base64(data.getBytes(StandardCharsets.US_ASCII)) : data);
    } else if (file != null) {
      into.put(key, base64(Files.readAllBytes(Path.of(file))));
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
