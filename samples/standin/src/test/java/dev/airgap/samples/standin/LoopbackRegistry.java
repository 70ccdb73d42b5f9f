package dev.airgap.samples.standin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** Debian's docker-registry on a free loopback port. */
@NullMarked
final class LoopbackRegistry implements AutoCloseable {

  private final Daemon daemon;
  private final int port;
  private final boolean tls;

  private LoopbackRegistry(Path folder, String http, boolean tls, int port) throws IOException {
    Files.createDirectories(folder);
    Path config =
        Files.writeString(
            folder.resolve("config.yml"),
            """
            version: 0.1
            log: {level: warn}
            storage: {filesystem: {rootdirectory: %s}}
            %s
            """
                .formatted(folder.resolve("data"), http));
    this.port = port;
    this.tls = tls;
    daemon =
        Daemon.start(
                folder.resolve("log"),
                Map.of(),
                List.of("docker-registry", "serve", config.toString()))
            .listening(port);
  }

  static LoopbackRegistry plain(Path folder) throws IOException {
    int port = Commands.freePort();
    return new LoopbackRegistry(folder, "http: {addr: 127.0.0.1:" + port + "}", false, port);
  }

  static LoopbackRegistry tls(Path folder, TestAuthority authority, String user, String password)
      throws IOException {
    Files.createDirectories(folder);
    Path accounts = folder.resolve("htpasswd");
    Files.writeString(accounts, Commands.run("htpasswd", "-Bbn", user, password));
    int port = Commands.freePort();
    String http =
        """
        http: {addr: 127.0.0.1:%d, tls: {certificate: %s, key: %s}}
        auth: {htpasswd: {realm: test, path: %s}}\
        """
            .formatted(port, authority.certificate(), authority.key(), accounts);
    return new LoopbackRegistry(folder, http, true, port);
  }

  String address() {
    return (tls ? "localhost:" : "127.0.0.1:") + port;
  }

  /** What skopeo says with these arguments; {@code REF} stands for the reference's beginning. */
  String skopeo(String... arguments) {
    List<String> command = new ArrayList<>(List.of("skopeo"));
    for (String argument : arguments) {
      command.add(argument.replace("REF", "docker://" + address()));
    }
    return Commands.run(command.toArray(String[]::new));
  }

  @Override
  public void close() {
    daemon.close();
  }
}
