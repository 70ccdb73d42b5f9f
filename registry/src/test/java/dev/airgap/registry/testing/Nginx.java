package dev.airgap.registry.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** Debian's nginx as a proxy before a registry, on a free loopback port. */
public final class Nginx implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final int port;
  private final Process process;

  private Nginx(int port, Process process) {
    this.port = port;
    this.process = process;
  }

  /**
   * @param upstream {@code host:port} of the registry
   * @param settings further lines of its server block
   */
  public static Nginx before(String upstream, String settings, Path folder)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path config = folder.resolve("nginx.conf");
    Files.writeString(config, config(port, upstream, settings));
    Process process =
        new ProcessBuilder("/usr/sbin/nginx", "-p", folder.toString(), "-c", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nginx.out").toFile())
            .start();
    Nginx nginx = new Nginx(port, process);
    nginx.await();
    return nginx;
  }

  private static String config(int port, String upstream, String settings) {
    return """
    daemon off;
    user root;
    worker_processes 1;
    pid nginx.pid;
    error_log error.log;
    events {}
    http {
      access_log off;
      client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
      uwsgi_temp_path uwsgi; scgi_temp_path scgi;
      server {
        listen 127.0.0.1:%d;
        %s
        location / { proxy_pass http://%s; proxy_set_header Host $http_host; }
      }
    }
    """
        .formatted(port, settings, upstream.replace("localhost", "127.0.0.1"));
  }

  private void await() throws IOException, InterruptedException {
    for (int waited = 0; waited < PATIENCE_MILLIS && process.isAlive(); waited += 20) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return;
      } catch (IOException e) {
        Thread.sleep(20);
      }
    }
    throw new IOException("nginx does not start");
  }

  public String host() {
    return "localhost:" + port;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
