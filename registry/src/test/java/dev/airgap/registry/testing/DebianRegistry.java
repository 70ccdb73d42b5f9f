package dev.airgap.registry.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Debian's {@code docker-registry} on a free loopback port, with its storage in a folder. Closing
 * ends the process; the folder stays.
 */
public final class DebianRegistry implements AutoCloseable {
  private static final int MAX_STARTS = 3;
  private static final int PATIENCE_MILLIS = 20_000;

  private final Path folder;
  private final int port;
  private Process process;

  private DebianRegistry(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /** Who may come in. */
  public record Account(String user, String password) {}

  /** Plain HTTP, open to everybody. */
  public static DebianRegistry plain(Path folder) throws IOException, InterruptedException {
    return start(folder, Optional.empty(), Optional.empty());
  }

  /** Plain HTTP with a password. */
  public static DebianRegistry withPassword(Path folder, Account account)
      throws IOException, InterruptedException {
    return start(folder, Optional.empty(), Optional.of(account));
  }

  /** TLS, open to everybody. */
  public static DebianRegistry tls(Path folder, TestAuthority authority)
      throws IOException, InterruptedException {
    return start(folder, Optional.of(authority), Optional.empty());
  }

  /** TLS with a password. */
  public static DebianRegistry tlsWithPassword(
      Path folder, TestAuthority authority, Account account)
      throws IOException, InterruptedException {
    return start(folder, Optional.of(authority), Optional.of(account));
  }

  private static DebianRegistry start(
      Path folder, Optional<TestAuthority> tls, Optional<Account> account)
      throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("data"));
    if (account.isPresent()) {
      Account who = account.get();
      Files.write(
          folder.resolve("htpasswd"),
          Tool.run(who.password(), Map.of(), "htpasswd", "-niB", "-C", "4", who.user()));
    }
    for (int start = 1; ; start++) {
      int port = freePort();
      Path config = folder.resolve("config.yml");
      Files.writeString(config, config(folder, port, tls, account));
      DebianRegistry registry = new DebianRegistry(folder, port, serving(folder));
      if (registry.answers()) {
        return registry;
      }
      registry.close();
      if (start == MAX_STARTS) {
        throw new IOException("docker-registry does not start: " + registry.log());
      }
    }
  }

  private static Process serving(Path folder) throws IOException {
    return new ProcessBuilder("docker-registry", "serve", folder.resolve("config.yml").toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("registry.log").toFile())
        .start();
  }

  /** Kills it (SIGKILL) and starts it again, at the same port and with the same storage. */
  public void restart() throws IOException, InterruptedException {
    process.destroyForcibly().waitFor();
    process = serving(folder);
    if (!answers()) {
      throw new IOException("docker-registry does not start again: " + log());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String config(
      Path folder, int port, Optional<TestAuthority> tls, Optional<Account> account) {
    StringBuilder config =
        new StringBuilder(
            """
            version: 0.1
            log: {level: warn, accesslog: {disabled: true}}
            storage:
              filesystem: {rootdirectory: %s}
              delete: {enabled: true}
            http:
              addr: 127.0.0.1:%d
              secret: tests
            """
                .formatted(folder.resolve("data"), port));
    tls.ifPresent(files ->
        config.append(
            "  tls: {certificate: %s, key: %s}\n".formatted(files.certificate(), files.key())));
    account.ifPresent(ignored ->
        config.append(
            "auth:\n  htpasswd: {realm: tests, path: %s}\n".formatted(folder.resolve("htpasswd"))));
    return config.toString();
  }

  private boolean answers() throws InterruptedException {
    for (int waited = 0; waited < PATIENCE_MILLIS && process.isAlive(); waited += 20) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return process.isAlive();
      } catch (IOException e) {
        Thread.sleep(20);
      }
    }
    return false;
  }

  /** {@code localhost:<port>}, as references name it. */
  public String host() {
    return "localhost:" + port;
  }

  /** What the registry wrote to its log so far. */
  public String log() throws IOException {
    return Files.readString(folder.resolve("registry.log"), StandardCharsets.UTF_8);
  }

  /** Whether a blob or manifest of this digest ({@code sha256:…}) lies in the storage. */
  public boolean stores(String digest) {
    String hex = digest.substring("sha256:".length());
    return Files.exists(
        folder.resolve(
            Path.of("data/docker/registry/v2/blobs/sha256", hex.substring(0, 2), hex, "data")));
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
