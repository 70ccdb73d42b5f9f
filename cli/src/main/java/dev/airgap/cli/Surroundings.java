package dev.airgap.cli;

import dev.airgap.secrets.RunSecrets;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What surrounds one run: the environment, the clock, the terminal, the secrets. Made once in
 * {@link Main} and handed to every command.
 */
record Surroundings(
    Map<String, String> environment, Clock clock, Console console, RunSecrets secrets) {
  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  Path home() {
    return Path.of(variable("HOME").orElse("/"));
  }

  /** Where logs and hints of runs are kept: {@code $XDG_STATE_HOME/bundle}. */
  Path stateFolder() {
    return variable("XDG_STATE_HOME")
        .map(Path::of)
        .orElse(home().resolve(".local/state"))
        .resolve("bundle");
  }

  /** This run, as others see it who wait for it: {@code user@host/pid}. */
  static String holder() {
    return "%s@%s/%s"
        .formatted(System.getProperty("user.name"), machine(), ProcessHandle.current().pid());
  }

  /** As the kernel calls it: behind an air gap no DNS need know this machine by its name. */
  private static String machine() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return "localhost"; // a bare root without /proc
    }
  }

  /** The signers that are trusted on this machine: {@code $XDG_CONFIG_HOME/bundle/trust}. */
  Path trustFolder() {
    return variable("XDG_CONFIG_HOME")
        .map(Path::of)
        .orElse(home().resolve(".config"))
        .resolve("bundle/trust");
  }

  /** The terminal, if a person sits there. */
  Optional<java.io.Console> terminal() {
    return Optional.ofNullable(System.console()).filter(java.io.Console::isTerminal);
  }

  /** Whether notes go to a terminal that can rewrite a line; asked of Linux, as Java cannot. */
  boolean showsBars() {
    try {
      String notes = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      boolean isTerminal = notes.startsWith("/dev/pts/") || notes.startsWith("/dev/tty");
      return isTerminal && !variable("TERM").orElse("dumb").equals("dumb");
    } catch (IOException e) {
      return false;
    }
  }

  /** A question with one line as its answer; empty if nobody can answer. */
  Optional<String> ask(String question) throws IOException {
    if (terminal().isEmpty()) {
      return Optional.empty();
    }
    console.note(question);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    return Optional.ofNullable(lines.readLine());
  }

  /** The version of this program, as the build stamped it. */
  static String programVersion() {
    Properties stamped = new Properties();
    try (var stream = Surroundings.class.getResourceAsStream("version.properties")) {
      if (stream != null) {
        stamped.load(stream);
      }
    } catch (IOException e) {
      throw new IllegalStateException("version.properties in our own jar cannot be read", e);
    }
    return stamped.getProperty("version", "unknown");
  }
}
