package dev.airgap.samples.standin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** Runs programs of this machine to their end. */
@NullMarked
final class Commands {

  /** What a program said, both streams together, and its exit code. */
  record Outcome(int exitCode, String output) {}

  private Commands() {}

  static Outcome run(Map<String, String> environment, List<String> command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor(), output);
    } catch (IOException e) {
      throw new IllegalStateException("cannot run " + command.getFirst() + ": install it", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The output of a program that must succeed. */
  static String run(String... command) {
    Outcome outcome = run(Map.of(), List.of(command));
    if (outcome.exitCode() != 0) {
      throw new IllegalStateException(List.of(command) + " failed:\n" + outcome.output());
    }
    return outcome.output();
  }

  static boolean isRoot() {
    return run("id", "-u").strip().equals("0");
  }

  /** Gives a folder to the user that a database server runs as, where we may. */
  static void giveTo(String user, Path folder) {
    if (isRoot()) {
      run("chown", "-R", user + ":", folder.toString());
    }
  }

  /** The words before a command that make root run it as another user. */
  static List<String> as(String user) {
    return isRoot()
        ? List.of("setpriv", "--reuid", user, "--regid", user, "--clear-groups")
        : List.of();
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException("no free port", e);
    }
  }
}
