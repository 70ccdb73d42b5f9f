package dev.airgap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.registry.testing.Tool;
import dev.airgap.secrets.RunSecrets;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is really full. */
final class FullDiskIT {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  @TempDir private Path folder = Path.of("");
  private Path disk = Path.of("");

  @BeforeEach
  void fill() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    Tool.run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString());
    Files.createDirectory(disk.resolve("keys"));
    Tool.run("sh", "-c", "head -c 1M /dev/zero >\"$0\" 2>/dev/null || true", disk + "/filler");
  }

  @AfterEach
  void unmount() throws Exception {
    Tool.run("umount", "-l", disk.toString());
  }

  @Test
  void fullDisk_isNamed_withWhatToDo() {
    RunSecrets secrets = new RunSecrets();
    PrintStream errors = new PrintStream(said, true, StandardCharsets.UTF_8);
    PrintStream results = new PrintStream(OutputStream.nullOutputStream());
    Surroundings surroundings =
        new Surroundings(
            Map.of("HOME", folder.toString()),
            Clock.systemUTC(),
            new Console(results, errors, secrets),
            secrets);
    int code =
        BundleCommand.commandLine(surroundings)
            .execute("keygen", "--name", "x", "--no-passphrase", "--out", disk + "/keys");
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains(disk.toString())
        .contains("No space left on device")
        .contains("make room there, or name another place, and run the same command again");
    assertThat(code).isEqualTo(ExitCode.USAGE);
  }
}
