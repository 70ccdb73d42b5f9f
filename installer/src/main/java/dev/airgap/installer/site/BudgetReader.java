package dev.airgap.installer.site;

import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code podDisruptionBudget: {minAvailable | maxUnavailable}}. */
final class BudgetReader {
  private static final String BUDGET = "podDisruptionBudget";
  private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,3})(%?)");
  private static final int WHOLE = 100;

  private final Problems problems;
  private final List<String> warnings;

  BudgetReader(Problems problems, List<String> warnings) {
    this.problems = problems;
    this.warnings = warnings;
  }

  /**
   * @param replicas that it is about
   */
  Optional<PodBudget> read(YamlMapping part, int replicas) {
    return part.optionalMapping(BUDGET, problems).flatMap(given -> read(part, given, replicas));
  }

  private Optional<PodBudget> read(YamlMapping part, YamlMapping given, int replicas) {
    Optional<PodBudget> least = amount(given, PodBudget.MIN_AVAILABLE);
    Optional<PodBudget> most = amount(given, PodBudget.MAX_UNAVAILABLE);
    if (given.has(PodBudget.MIN_AVAILABLE) == given.has(PodBudget.MAX_UNAVAILABLE)) {
      problems.add(
          given.position(),
          "'%s' wants exactly one of minAvailable, maxUnavailable".formatted(BUDGET));
    }
    given.rejectUnknown(problems);
    Optional<PodBudget> budget = least.or(() -> most);
    budget.ifPresent(one -> judge(part, one, replicas));
    return budget;
  }

  private Optional<PodBudget> amount(YamlMapping given, String key) {
    if (!given.has(key)) {
      return Optional.empty();
    }
    boolean text = given.scalars(key).stream().anyMatch(scalar -> scalar.text().endsWith("%"));
    String written =
        text
            ? given.optionalText(key, problems).orElse("")
            : given.optionalInteger(key, problems).map(String::valueOf).orElse("");
    Matcher amount = AMOUNT.matcher(written);
    boolean share = amount.matches() && !amount.group(2).isEmpty();
    if (!amount.matches() || (share && Integer.parseInt(amount.group(1)) > WHOLE)) {
      if (!written.isEmpty()) {
        problems.add(
            given.position(key),
            "'%s' should be a number of pods, or a share such as 50%%".formatted(key));
      }
      return Optional.empty();
    }
    return Optional.of(new PodBudget(key, Integer.parseInt(amount.group(1)), share));
  }

  /** A budget that nothing satisfies keeps every node from being drained, for ever. */
  private void judge(YamlMapping part, PodBudget budget, int replicas) {
    if (budget.mayBeMissing(replicas) < 1) {
      problems.add(
          part.position(BUDGET),
          "%s of %d pods lets none be moved, and no node with one of them could ever be drained: write replicas: 2 or more, or maxUnavailable: 1"
              .formatted(budget, replicas));
    } else if (replicas == 1) {
      warnings.add(
          "%s: with one replica this budget protects nothing: it is gone while it is moved; write replicas: 2 or more"
              .formatted(part.position(BUDGET)));
    }
  }
}
