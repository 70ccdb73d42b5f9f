package dev.airgap.cli;

import dev.airgap.registry.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Google's client, as {@code scripts/lib/peers.sh} builds it: {@code CRANE} names the program. */
record Crane(Path program) {
  /** Without it the test is left out on a developer's machine, and fails where CI is set. */
  static Crane find() throws IOException {
    Optional<Path> found =
        Optional.ofNullable(System.getenv("CRANE")).map(Path::of).or(Crane::built);
    boolean there = found.filter(Files::isExecutable).isPresent();
    if (!there && System.getenv("CI") != null) {
      throw new IOException("crane is not there: scripts/test builds it and sets CRANE");
    }
    Assumptions.assumeTrue(there, "crane is not there: scripts/test builds it");
    return new Crane(found.orElseThrow());
  }

  private static Optional<Path> built() {
    Path folder = Path.of(System.getProperty("user.home"), ".cache/airgap-bundle");
    try (Stream<Path> kept = Files.list(folder)) {
      return kept.map(one -> one.resolve("crane"))
          .filter(Files::isExecutable)
          .max(Comparator.naturalOrder());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  byte[] run(String... arguments) throws IOException, InterruptedException {
    String[] command =
        Stream.concat(Stream.of(program.toString(), "--insecure"), Stream.of(arguments))
            .toArray(String[]::new);
    return Tool.run("", Map.of(), command);
  }
}
