package dev.airgap.samples.standin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** nginx with a certificate before a service that speaks plain HTTP, as an ingress is. */
@NullMarked
final class TlsFront implements AutoCloseable {

  private final Daemon daemon;
  private final int port = Commands.freePort();

  TlsFront(Path folder, TestAuthority authority, int behind) throws IOException {
    Files.createDirectories(folder);
    Path config =
        Files.writeString(
            folder.resolve("nginx.conf"),
            """
            daemon off; pid %1$s/pid; error_log %1$s/error.log;
            events {}
            http {
              access_log off; client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/f; uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
              server {
                listen 127.0.0.1:%2$d ssl; ssl_certificate %3$s; ssl_certificate_key %4$s;
                location / { proxy_pass http://127.0.0.1:%5$d; }
              }
            }
            """
                .formatted(folder, port, authority.certificate(), authority.key(), behind));
    daemon =
        Daemon.start(
                folder.resolve("nginx.log"),
                Map.of(),
                List.of("nginx", "-c", config.toString(), "-p", folder.toString()))
            .listening(port);
  }

  String url() {
    return "https://localhost:" + port;
  }

  @Override
  public void close() {
    daemon.close();
  }
}
