package dev.airgap.installer.testing;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The real kinds of the Gateway API beside an API server, and Traefik as a process. */
public final class GatewayPrograms implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Daemon traefik;

  private GatewayPrograms(Daemon traefik) {
    this.traefik = traefik;
  }

  /** Where a command of scripts/cluster put its result. */
  private static Path folder(String variable, String name, String command) throws IOException {
    Map<String, String> environment = System.getenv();
    String given = environment.getOrDefault(variable, "");
    if (!given.isEmpty()) {
      return Path.of(given);
    }
    String home = environment.getOrDefault("HOME", "") + "/.cache";
    Path cache = Path.of(environment.getOrDefault("XDG_CACHE_HOME", home)).resolve("airgap-bundle");
    Files.createDirectories(cache);
    try (var folders = Files.list(cache)) {
      return folders
          .filter(folder -> folder.getFileName().toString().matches(name + "-v[0-9.]+"))
          .findFirst()
          .orElseThrow(() ->
              new IOException(
                  "no %s in %s: run scripts/cluster %s first".formatted(name, cache, command)));
    }
  }

  /** Makes the kinds known; nobody acts on their objects. */
  public static void addKinds(ApiServer server) throws Exception {
    try (var files =
        Files.list(folder("GATEWAY_KINDS_CACHE", "gateway-api", "gateway-kinds").resolve("crds"))) {
      for (Path file : files.sorted().toList()) {
        server.admin().resource(Files.readString(file)).serverSideApply();
      }
    }
    await(server, true);
  }

  /** Takes the kinds away, with all their objects. */
  public static void removeKinds(ApiServer server) throws Exception {
    server.admin().apiextensions().v1().customResourceDefinitions().list().getItems().stream()
        .map(CustomResourceDefinition.class::cast)
        .filter(kind -> kind.getSpec().getGroup().equals("gateway.networking.k8s.io"))
        .forEach(kind -> server.admin().resource(kind).delete());
    await(server, false);
  }

  /**
   * A controller.
   *
   * @param port of loopback, for listeners of the same port
   * @param address that it says its Gateways have
   */
  public static GatewayPrograms start(ApiServer server, int port, String address, Path log)
      throws Exception {
    return new GatewayPrograms(
        Daemon.start(
            log,
            List.of(
                "env",
                "KUBECONFIG=" + server.kubeconfig(),
                folder("GATEWAY_CACHE", "gateway", "gateway").resolve("traefik").toString(),
                "--log.level=DEBUG",
                "--global.checknewversion=false",
                "--global.sendanonymoususage=false",
                "--entrypoints.https.address=127.0.0.1:" + port,
                "--providers.kubernetesgateway=true",
                "--providers.kubernetesgateway.statusaddress.ip=" + address)));
  }

  /** What it has said. */
  public String log() throws IOException {
    return traefik.log();
  }

  @Override
  public void close() throws IOException {
    traefik.close();
  }

  private static void await(ApiServer server, boolean known) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    for (String kind : new String[] {"gateways", "httproutes", "gatewayclasses"}) {
      while ((server.admin().raw("/apis/gateway.networking.k8s.io/v1/" + kind) != null) != known) {
        if (Instant.now().isAfter(end)) {
          throw new IOException("the kinds of the Gateway API do not come, or do not go");
        }
        Thread.sleep(50);
      }
    }
  }
}
