package dev.airgap.cli;

import dev.airgap.secrets.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a key's passphrase comes from; never an argument, which every process list shows. */
final class PassphraseOptions {
  private static final int MAX_BYTES = 4096;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "File whose first line is the key's passphrase (else BUNDLE_PASSPHRASE).")
  private @Nullable Path file;

  /** From the file, else the environment; empty where neither is given. */
  Optional<Secret> given(Surroundings surroundings) throws IOException, UsageException {
    if (file != null) {
      return Optional.of(surroundings.secrets().keep(firstLine(file)));
    }
    return surroundings.variable("BUNDLE_PASSPHRASE").map(surroundings.secrets()::keep);
  }

  /** As {@link #given}, else typed at the terminal without an echo. */
  Optional<Secret> givenOrTyped(Surroundings surroundings, String prompt)
      throws IOException, UsageException {
    Optional<Secret> given = given(surroundings);
    return given.isPresent()
        ? given
        : surroundings
            .terminal()
            .flatMap(terminal -> typed(terminal, prompt))
            .map(surroundings.secrets()::keep);
  }

  /** As {@link #given}, else typed twice: what is mistyped unseen would lock the key for good. */
  Optional<Secret> chosen(Surroundings surroundings, String prompt)
      throws IOException, UsageException {
    Optional<Secret> given = given(surroundings);
    if (given.isPresent() || surroundings.terminal().isEmpty()) {
      return given;
    }
    java.io.Console terminal = surroundings.terminal().get();
    Optional<String> first = typed(terminal, prompt);
    if (first.isPresent() && !first.equals(typed(terminal, "The same once more"))) {
      throw new UsageException("the two passphrases are not the same: nothing was made");
    }
    return first.map(surroundings.secrets()::keep);
  }

  private static Optional<String> typed(java.io.Console terminal, String prompt) {
    char[] typed = terminal.readPassword("%s: ", prompt);
    return typed == null || typed.length == 0 ? Optional.empty() : Optional.of(new String(typed));
  }

  private static String firstLine(Path file) throws IOException, UsageException {
    if (Files.size(file) > MAX_BYTES) {
      throw new UsageException(
          "%s is no passphrase file: it has more than %d bytes".formatted(file, MAX_BYTES));
    }
    String text = Files.readString(file, StandardCharsets.UTF_8);
    return text.lines()
        .findFirst()
        .filter(line -> !line.isEmpty())
        .orElseThrow(() -> new UsageException(file + " is empty: it should hold the passphrase"));
  }
}
