package dev.airgap.registry.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program of this machine to its end; one that is missing or fails is an exception. */
public final class Tool {
  private static final int MAX_SECONDS = 60;

  private Tool() {}

  /** What the program printed on standard output and standard error. */
  public static String run(String... command) throws IOException, InterruptedException {
    return new String(run("", Map.of(), command), StandardCharsets.UTF_8);
  }

  /** The bytes that the program printed. */
  public static byte[] run(String input, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("tool", ".out");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(List.of(command).getFirst() + " did not end");
      }
      byte[] printed = Files.readAllBytes(output);
      if (process.exitValue() != 0) {
        throw new IOException(
            String.join(" ", command)
                + " ended with "
                + process.exitValue()
                + ": "
                + new String(printed, StandardCharsets.UTF_8));
      }
      return printed;
    } finally {
      Files.delete(output);
    }
  }
}
