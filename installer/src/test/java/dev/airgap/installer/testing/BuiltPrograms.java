package dev.airgap.installer.testing;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where {@code scripts/cluster} keeps what it built.
 *
 * @param variable of the environment, which names another folder
 * @param name of the folder, before its version
 * @param command of {@code scripts/cluster} that fills it
 */
record BuiltPrograms(String variable, String name, String command) {
  static final BuiltPrograms KUBERNETES = new BuiltPrograms("KUBE_CACHE", "kubernetes", "build");
  static final BuiltPrograms CERT_MANAGER =
      new BuiltPrograms("CERT_MANAGER_CACHE", "cert-manager", "cert-manager");
  static final BuiltPrograms GATEWAY_KINDS =
      new BuiltPrograms("GATEWAY_KINDS_CACHE", "gateway-api", "gateway-kinds");
  static final BuiltPrograms GATEWAY = new BuiltPrograms("GATEWAY_CACHE", "gateway", "gateway");

  /** A program, or a folder of kinds. */
  Path find(String part) throws IOException {
    List<Path> folders = folders();
    return folders.stream()
        .map(folder -> folder.resolve(part))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new IOException(
                "no %s in %s: run scripts/cluster %s first".formatted(part, folders, command)));
  }

  private List<Path> folders() throws IOException {
    Map<String, String> environment = System.getenv();
    String given = environment.getOrDefault(variable, "");
    if (!given.isEmpty()) {
      return List.of(Path.of(given));
    }
    String home = environment.getOrDefault("HOME", "") + "/.cache";
    Path cache = Path.of(environment.getOrDefault("XDG_CACHE_HOME", home)).resolve("airgap-bundle");
    if (!Files.isDirectory(cache)) {
      return List.of(cache);
    }
    try (var folders = Files.list(cache)) {
      return folders
          .filter(folder -> folder.getFileName().toString().matches(name + "-v[0-9.]+"))
          .toList();
    }
  }

  /** Writes the kinds' definitions; they become known a little later. */
  void addKinds(ApiServer server) throws IOException {
    try (var files = Files.list(find("crds"))) {
      for (Path file : files.sorted().toList()) {
        server.admin().resource(Files.readString(file)).serverSideApply();
      }
    }
  }

  /** Deletes the kinds of these groups, with all their objects. */
  static void removeKinds(ApiServer server, String groups) {
    server.admin().apiextensions().v1().customResourceDefinitions().list().getItems().stream()
        .map(CustomResourceDefinition.class::cast)
        .filter(kind -> kind.getSpec().getGroup().endsWith(groups))
        .forEach(kind -> server.admin().resource(kind).delete());
  }
}
