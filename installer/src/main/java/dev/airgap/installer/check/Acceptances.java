package dev.airgap.installer.check;

import dev.airgap.yaml.NearestWord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Red checks that a person takes upon himself, each with the reason.
 *
 * @param reasons at most {@value #MAX_REASON} characters each, in one line
 */
public record Acceptances(SortedMap<Check, String> reasons) {
  public static final Acceptances NONE = new Acceptances(new TreeMap<>());

  private static final int MAX_REASON = 200;

  public Acceptances {
    reasons = Collections.unmodifiableSortedMap(new TreeMap<>(reasons));
  }

  /**
   * Reads {@code CHECK=reason}, each.
   *
   * @throws IllegalArgumentException naming all that cannot be accepted, in words for people
   */
  public static Acceptances read(List<String> given) {
    SortedMap<Check, String> reasons = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    for (String one : given) {
      problem(one, reasons).ifPresent(problems::add);
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    return new Acceptances(reasons);
  }

  private static Optional<String> problem(String given, Map<Check, String> reasons) {
    int equals = given.indexOf('=');
    String word = equals < 0 ? given : given.substring(0, equals);
    String reason = equals < 0 ? "" : given.substring(equals + 1).strip();
    Optional<Check> check = Check.named(word);
    if (check.isEmpty()) {
      return Optional.of(
          "--accept %s: there is no check of that name%s"
              .formatted(word, NearestWord.hint(word, Check.words())));
    }
    if (!check.get().isAcceptable()) {
      return Optional.of(
          "--accept %s: that check cannot be accepted; put right what it names".formatted(word));
    }
    if (reason.isEmpty() || reason.length() > MAX_REASON || reason.matches("(?s).*\\p{Cc}.*")) {
      return Optional.of(
          "--accept %s: say why, as in --accept %s='the reason', in one line of at most %d characters; it will stand in the receipt"
              .formatted(word, word, MAX_REASON));
    }
    return reasons.put(check.get(), reason) == null
        ? Optional.empty()
        : Optional.of("--accept %s: it is given twice".formatted(word));
  }

  public Optional<String> reason(Check check) {
    return Optional.ofNullable(reasons.get(check));
  }

  /** As the receipt says it. */
  public List<String> asFlags() {
    return reasons.entrySet().stream()
        .map(one -> "--accept %s=%s".formatted(one.getKey().word(), one.getValue()))
        .toList();
  }
}
