package dev.airgap.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Runs one command line by bash in a folder, as a reviewer would. */
record Shell(Path folder, Map<String, String> environment) {
  static Shell in(Path folder) {
    return new Shell(folder, Map.of());
  }

  /** What came of it; output and errors together. */
  record Outcome(int exitCode, String output) {
    boolean accepted() {
      return exitCode == 0;
    }
  }

  Outcome run(String command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", command)
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }

  void must(String command) throws IOException, InterruptedException {
    Outcome outcome = run(command);
    if (!outcome.accepted()) {
      throw new IOException(command + " failed: " + outcome.output());
    }
  }
}
