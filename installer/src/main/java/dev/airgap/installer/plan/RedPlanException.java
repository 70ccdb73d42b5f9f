package dev.airgap.installer.plan;

import dev.airgap.installer.check.Check;
import dev.airgap.installer.check.Finding;
import dev.airgap.installer.check.Side;
import java.util.List;
import java.util.stream.Collectors;

/** A plan is red: nothing was written. The side of its first red finding decides the exit code. */
public final class RedPlanException extends Exception {
  private final Side side;

  RedPlanException(List<Finding> red) {
    super(sentence(red));
    this.side = red.getFirst().check().side();
  }

  public Side side() {
    return side;
  }

  private static String sentence(List<Finding> red) {
    List<Check> checks = red.stream().map(Finding::check).distinct().toList();
    String words = checks.stream().map(Check::word).collect(Collectors.joining(", "));
    String acceptable =
        checks.stream()
            .filter(Check::isAcceptable)
            .map(check -> "--accept %s='your reason'".formatted(check.word()))
            .collect(Collectors.joining(" "));
    String refused =
        "the plan is red, and nothing was written: %s. Put right what the red lines above name, and run the same command again"
            .formatted(words);
    return acceptable.isEmpty()
        ? refused
        : "%s. What you know better can be accepted, which the receipt will say: %s"
            .formatted(refused, acceptable);
  }
}
