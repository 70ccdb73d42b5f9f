package dev.airgap.installer.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that runs beside the tests, and ends with them however they end. */
final class Daemon implements AutoCloseable {
  /**
   * The program is killed as soon as the shell's standard input closes: also when we are killed.
   */
  private static final String UNTIL_INPUT_CLOSES =
      "\"$@\" </dev/null & p=$!; { cat >/dev/null; kill -9 $p; } <&0 & wait $p";

  private final Process process;
  private final Path log;

  private Daemon(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static Daemon start(Path log, List<String> command) throws IOException {
    List<String> all = new ArrayList<>(List.of("bash", "-c", UNTIL_INPUT_CLOSES, "daemon"));
    all.addAll(command);
    Process process =
        new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new Daemon(process, log);
  }

  boolean runs() {
    return process.isAlive();
  }

  String log() throws IOException {
    return Files.readString(log, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new IOException("it does not end: " + log());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
