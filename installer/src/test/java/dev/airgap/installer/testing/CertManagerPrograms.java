package dev.airgap.installer.testing;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The real cert-manager beside an API server: its kinds, and its controller as a process. */
public final class CertManagerPrograms implements AutoCloseable {
  /** Where its ClusterIssuers' Secrets stand. */
  public static final String NAMESPACE = "cert-manager";

  private final Daemon controller;

  private CertManagerPrograms(Daemon controller) {
    this.controller = controller;
  }

  /** Makes the kinds known; nobody acts on their objects yet. */
  public static void addKinds(ApiServer server) throws Exception {
    BuiltPrograms.CERT_MANAGER.addKinds(server);
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
    BuiltPrograms.removeKinds(server, "cert-manager.io");
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
                BuiltPrograms.CERT_MANAGER.find("controller").toString(),
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
