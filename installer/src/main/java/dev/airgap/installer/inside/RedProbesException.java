package dev.airgap.installer.inside;

import dev.airgap.installer.check.Acceptances;
import dev.airgap.installer.check.Check;
import dev.airgap.installer.check.Finding;
import dev.airgap.installer.check.Side;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What was seen from inside the cluster speaks against going on: no object of the product was made.
 * The side of the first red finding decides the exit code.
 */
public final class RedProbesException extends Exception {
  private final Side side;

  private RedProbesException(List<Finding> red) {
    super(sentence(red));
    this.side = red.getFirst().check().side();
  }

  /** Nothing happens unless one is red that nobody has accepted. */
  public static void unlessGood(List<Finding> findings, Acceptances accepted)
      throws RedProbesException {
    List<Finding> red =
        findings.stream()
            .filter(found -> found.isRed() && accepted.reason(found.check()).isEmpty())
            .toList();
    if (!red.isEmpty()) {
      throw new RedProbesException(red);
    }
  }

  public Side side() {
    return side;
  }

  private static String sentence(List<Finding> red) {
    String each =
        red.stream()
            .map(found ->
                "%s: %s: %s\n  -> %s"
                    .formatted(
                        found.check().word(),
                        found.subject(),
                        found.seen(),
                        found.remedy().replace("\n", "\n     ")))
            .collect(Collectors.joining("\n"));
    String accept =
        red.stream()
            .map(Finding::check)
            .distinct()
            .map(Check::word)
            .map("--accept %s='your reason'"::formatted)
            .collect(Collectors.joining(" "));
    return "stopped before the first object of the product; seen from inside the cluster:\n%s\nPut that right, and run the same command again: it goes on from here. What you know better can be accepted, which the receipt will say: %s"
        .formatted(each, accept);
  }
}
