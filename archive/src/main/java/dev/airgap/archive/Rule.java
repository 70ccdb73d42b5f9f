package dev.airgap.archive;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One thing that must hold, and the sentence that says that it does not.
 *
 * @param <T> what is judged
 */
record Rule<T>(Predicate<T> holds, Function<T, String> otherwise) {
  static <T> Rule<T> of(String otherwise, Predicate<T> holds) {
    return new Rule<>(holds, judged -> otherwise);
  }

  Optional<String> problem(T judged) {
    return holds.test(judged) ? Optional.empty() : Optional.of(otherwise.apply(judged));
  }
}
