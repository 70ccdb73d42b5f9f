package dev.airgap.registry.probe;

import dev.airgap.registry.testing.DebianRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real nginx before a registry, with rules of its own. */
final class NginxBefore implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Process process;
  private final int port;

  private NginxBefore(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * @param rules directives of its one location
   */
  static NginxBefore with(Path folder, DebianRegistry registry, String rules) throws Exception {
    Files.createDirectories(folder);
    int port = freePort();
    Path config = folder.resolve("nginx.conf");
    Files.writeString(
        config,
        """
        daemon off; master_process off; pid %1$s/pid; error_log %1$s/error.log;
        events {}
        http {
          access_log off;
          client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/f;
          uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
          server {
            listen 127.0.0.1:%2$d;
            location / { proxy_pass http://%3$s; proxy_set_header Host $http_host; %4$s }
          }
        }
        """
            .formatted(folder, port, registry.host().replace("localhost", "127.0.0.1"), rules));
    Process process =
        new ProcessBuilder(List.of("nginx", "-p", folder.toString(), "-c", config.toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nginx.log").toFile())
            .start();
    NginxBefore nginx = new NginxBefore(process, port);
    nginx.awaitAnswer(folder);
    return nginx;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitAnswer(Path folder) throws Exception {
    for (int waited = 0; waited < PATIENCE_MILLIS && process.isAlive(); waited += 20) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return;
      } catch (IOException e) {
        Thread.sleep(20);
      }
    }
    close();
    throw new IOException("nginx does not start: " + Files.readString(folder.resolve("nginx.log")));
  }

  String host() {
    return "localhost:" + port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
