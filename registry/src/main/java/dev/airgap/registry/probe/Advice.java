package dev.airgap.registry.probe;

import dev.airgap.registry.Repository;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/**
 * What to do about a finding, in the words of the product: the table {@code advice.properties}, by
 * check and kind, else by check alone.
 */
final class Advice {
  private static final Properties TABLE = table();

  private final RegistryKind kind;

  Advice(RegistryKind kind) {
    this.kind = kind;
  }

  /** For a check at this kind of registry, with the repository's names put in. */
  String on(Check check, Repository repository) {
    return on(check.word(), repository);
  }

  /** The same for a row that is no check of its own. */
  String on(String row, Repository repository) {
    String path = repository.path();
    return sentence(row)
        .replace("{registry}", repository.host())
        .replace("{repository}", path)
        .replace("{first}", path.substring(0, (path + "/").indexOf('/')));
  }

  private String sentence(String row) {
    return Optional.ofNullable(TABLE.getProperty(row + "." + kind.word()))
        .or(() -> Optional.ofNullable(TABLE.getProperty(row)))
        .orElseThrow(() -> new IllegalStateException("no advice on " + row + " for " + kind));
  }

  private static Properties table() {
    Properties table = new Properties();
    try (InputStreamReader lines =
        new InputStreamReader(
            Objects.requireNonNull(Advice.class.getResourceAsStream("advice.properties")),
            StandardCharsets.UTF_8)) {
      table.load(lines);
      return table;
    } catch (IOException e) {
      throw new UncheckedIOException("advice.properties in our own jar cannot be read", e);
    }
  }
}
