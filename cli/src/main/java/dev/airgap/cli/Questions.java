package dev.airgap.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks a person for what was not given as an option; what nobody answers is told at once. */
final class Questions {
  private final Surroundings surroundings;
  private final List<String> missing = new ArrayList<>();

  Questions(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** What was given, else what is answered, else nothing until {@link #requireAll}. */
  String answer(@Nullable String given, String option, String question) throws IOException {
    if (given != null) {
      return given;
    }
    Optional<String> answer = ask(question + ":").filter(text -> !text.isEmpty());
    if (answer.isEmpty()) {
      missing.add(option);
    }
    return answer.orElse("");
  }

  /** Empty where nobody can be asked. */
  Optional<String> ask(String question) throws IOException {
    return surroundings.ask(question).map(String::strip);
  }

  void requireAll() throws UsageException {
    if (!missing.isEmpty()) {
      throw new UsageException(
          "nobody can be asked here, and these are missing: " + String.join(", ", missing));
    }
  }
}
