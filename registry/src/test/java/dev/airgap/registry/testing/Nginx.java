package dev.airgap.registry.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

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
   * @param upstream {@code host:port} of the registry, or of none
   * @param settings further lines of its server block
   */
  public static Nginx before(String upstream, String settings, Path folder)
      throws IOException, InterruptedException {
    return start(upstream, "", settings, "", folder);
  }

  /**
   * @param rules further lines of its one location
   */
  public static Nginx withRules(DebianRegistry registry, String rules, Path folder)
      throws IOException, InterruptedException {
    return start(registry.host(), "", "", rules, folder);
  }

  /** With TLS; it lets in who shows a certificate of the authority. */
  public static Nginx wantingCertificates(
      DebianRegistry registry, TestAuthority authority, Path folder)
      throws IOException, InterruptedException {
    String tls =
        """
        ssl_certificate %s; ssl_certificate_key %s;
        ssl_client_certificate %s; ssl_verify_client on;
        client_max_body_size 0;
        """
            .formatted(authority.certificate(), authority.key(), authority.ca());
    String forwarded = "proxy_set_header X-Forwarded-Proto https;";
    return start(registry.host(), "ssl", tls, forwarded, folder);
  }

  private static Nginx start(
      String upstream, String listen, String settings, String rules, Path folder)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path config = folder.resolve("nginx.conf");
    Files.writeString(config, config(port, listen, settings, upstream, rules));
    Process process =
        new ProcessBuilder(
                List.of(
                    "/usr/sbin/nginx", "-p", folder + "/", "-e", "error.log", "-c", config + ""))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nginx.out").toFile())
            .start();
    Nginx nginx = new Nginx(port, process);
    nginx.await(folder);
    return nginx;
  }

  private static String config(
      int port, String listen, String settings, String upstream, String rules) {
    return """
    daemon off;
    master_process off;
    pid nginx.pid;
    events {}
    http {
      access_log off;
      client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
      uwsgi_temp_path uwsgi; scgi_temp_path scgi;
      server {
        listen 127.0.0.1:%d %s;
        %s
        location / { proxy_pass http://%s; proxy_set_header Host $http_host; %s }
      }
    }
    """
        .formatted(port, listen, settings, upstream.replace("localhost", "127.0.0.1"), rules);
  }

  private void await(Path folder) throws IOException, InterruptedException {
    for (int waited = 0; waited < PATIENCE_MILLIS && process.isAlive(); waited += 20) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return;
      } catch (IOException e) {
        Thread.sleep(20);
      }
    }
    close();
    throw new IOException("nginx does not start: " + Files.readString(folder.resolve("nginx.out")));
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
