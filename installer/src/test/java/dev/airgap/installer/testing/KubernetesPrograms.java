package dev.airgap.installer.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where {@code scripts/cluster build} keeps what it built. */
final class KubernetesPrograms {
  private KubernetesPrograms() {}

  static Path find(String program) throws IOException {
    Map<String, String> environment = System.getenv();
    String given = environment.getOrDefault("KUBE_CACHE", "");
    List<Path> folders = given.isEmpty() ? kept(environment) : List.of(Path.of(given));
    return folders.stream()
        .map(folder -> folder.resolve(program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new IOException(
                "no %s in %s: run scripts/cluster build first".formatted(program, folders)));
  }

  private static List<Path> kept(Map<String, String> environment) throws IOException {
    String home = environment.getOrDefault("HOME", "") + "/.cache";
    Path cache = Path.of(environment.getOrDefault("XDG_CACHE_HOME", home)).resolve("airgap-bundle");
    if (!Files.isDirectory(cache)) {
      return List.of(cache);
    }
    try (var folders = Files.list(cache)) {
      return folders
          .filter(folder -> folder.getFileName().toString().matches("kubernetes-v[0-9.]+"))
          .toList();
    }
  }
}
