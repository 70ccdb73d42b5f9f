package dev.airgap.installer.testing;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The real cert-manager beside an API server: its kinds, and its controller as a process. */
public final class CertManagerPrograms implements AutoCloseable {
  /** Where its ClusterIssuers' Secrets stand. */
  public static final String NAMESPACE = "cert-manager";

  private static final String KINDS = "cert-manager-v[0-9.]+";
  private final Daemon controller;

  private CertManagerPrograms(Daemon controller) {
    this.controller = controller;
  }

  private static Path folder() throws IOException {
    Map<String, String> environment = System.getenv();
    String given = environment.getOrDefault("CERT_MANAGER_CACHE", "");
    if (!given.isEmpty()) {
      return Path.of(given);
    }
    String home = environment.getOrDefault("HOME", "") + "/.cache";
    Path cache = Path.of(environment.getOrDefault("XDG_CACHE_HOME", home)).resolve("airgap-bundle");
    Files.createDirectories(cache);
    try (var folders = Files.list(cache)) {
      return folders
          .filter(folder -> folder.getFileName().toString().matches(KINDS))
          .findFirst()
          .orElseThrow(() ->
              new IOException(
                  "no cert-manager in %s: run scripts/cluster cert-manager first"
                      .formatted(cache)));
    }
  }

  /** Makes the kinds known; nobody acts on their objects yet. */
  public static void addKinds(ApiServer server) throws Exception {
    try (var files = Files.list(folder().resolve("crds"))) {
      for (Path file : files.sorted().toList()) {
        server.admin().resource(Files.readString(file)).serverSideApply();
      }
    }
    Instant end = Instant.now().plus(Duration.ofSeconds(20));
    while (server.admin().raw("/apis/acme.cert-manager.io/v1/orders") == null) {
      if (Instant.now().isAfter(end)) {
        throw new IOException("the kinds of cert-manager do not become known");
      }
      Thread.sleep(50);
    }
  }

  /** Takes the kinds away, with all their objects. */
  public static void removeKinds(ApiServer server) throws Exception {
    server.admin().apiextensions().v1().customResourceDefinitions().list().getItems().stream()
        .map(CustomResourceDefinition.class::cast)
        .filter(kind -> kind.getSpec().getGroup().endsWith("cert-manager.io"))
        .forEach(kind -> server.admin().resource(kind).delete());
    Instant end = Instant.now().plus(Duration.ofSeconds(20));
    while (server.admin().raw("/apis/cert-manager.io/v1") != null && Instant.now().isBefore(end)) {
      Thread.sleep(50);
    }
  }

  /** The controller, which issues. */
  public static CertManagerPrograms start(ApiServer server, Path log) throws Exception {
    server
        .admin()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .serverSideApply();
    return new CertManagerPrograms(
        Daemon.start(
            log,
            List.of(
                folder().resolve("controller").toString(),
                "--kubeconfig=" + server.kubeconfig(),
                "--leader-elect=false",
                "--cluster-resource-namespace=" + NAMESPACE,
                "--metrics-listen-address=127.0.0.1:0")));
  }

  /** What it has said. */
  public String log() throws IOException {
    return controller.log();
  }

  @Override
  public void close() throws IOException {
    controller.close();
  }
}
