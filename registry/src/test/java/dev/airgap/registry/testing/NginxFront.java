package dev.airgap.registry.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Nginx with TLS before a registry; it lets in who shows a certificate of the authority. */
public final class NginxFront implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final int port;
  private final Process process;

  private NginxFront(int port, Process process) {
    this.port = port;
    this.process = process;
  }

  /**
   * @param folder for its configuration, log and temporary files
   */
  public static NginxFront wantingCertificates(
      Path folder, TestAuthority authority, DebianRegistry behind)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    int port = freePort();
    Path config = folder.resolve("nginx.conf");
    Files.writeString(config, config(folder, port, authority, behind));
    Process process =
        new ProcessBuilder(
                "nginx", "-p", folder.toString(), "-e", folder + "/error.log", "-c", config + "")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nginx.log").toFile())
            .start();
    NginxFront front = new NginxFront(port, process);
    front.await(folder);
    return front;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String config(
      Path folder, int port, TestAuthority authority, DebianRegistry behind) {
    return """
    daemon off;
    master_process off;
    pid %1$s/nginx.pid;
    events {}
    http {
      access_log off;
      client_body_temp_path %1$s/body;
      proxy_temp_path %1$s/proxy;
      fastcgi_temp_path %1$s/fastcgi;
      uwsgi_temp_path %1$s/uwsgi;
      scgi_temp_path %1$s/scgi;
      server {
        listen 127.0.0.1:%2$d ssl;
        ssl_certificate %3$s;
        ssl_certificate_key %4$s;
        ssl_client_certificate %5$s;
        ssl_verify_client on;
        client_max_body_size 0;
        location / {
          proxy_pass http://%6$s;
          proxy_set_header Host $http_host;
          proxy_set_header X-Forwarded-Proto https;
        }
      }
    }
    """
        .formatted(
            folder,
            port,
            authority.certificate(),
            authority.key(),
            authority.ca(),
            behind.host().replace("localhost", "127.0.0.1"));
  }

  private void await(Path folder) throws IOException, InterruptedException {
    for (int waited = 0; waited < PATIENCE_MILLIS && process.isAlive(); waited += 20) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException e) {
        Thread.sleep(20);
      }
    }
    close();
    throw new IOException("nginx does not start: " + Files.readString(folder.resolve("nginx.log")));
  }

  /** {@code localhost:<port>}, as references name it. */
  public String host() {
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
