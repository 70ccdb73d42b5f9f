package dev.airgap.installer.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The real kinds of the Gateway API beside an API server, and Traefik as a process. */
public final class GatewayPrograms implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Daemon traefik;

  private GatewayPrograms(Daemon traefik) {
    this.traefik = traefik;
  }

  /** Makes the kinds known; nobody acts on their objects. */
  public static void addKinds(ApiServer server) throws Exception {
    BuiltPrograms.GATEWAY_KINDS.addKinds(server);
    await(server, true);
  }

  /** Takes the kinds away, with all their objects. */
  public static void removeKinds(ApiServer server) throws Exception {
    BuiltPrograms.removeKinds(server, "gateway.networking.k8s.io");
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
                BuiltPrograms.GATEWAY.find("traefik").toString(),
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
