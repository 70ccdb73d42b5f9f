package dev.airgap.installer.inside;

import dev.airgap.installer.check.Check;
import dev.airgap.installer.check.Finding;
import dev.airgap.installer.inside.PodRound.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which nodes pull, and why the others do not.
 *
 * @param registry {@code host[:port]}
 * @param image that they were to pull
 * @param unasked nodes beyond the bound
 */
record NodesInside(String registry, String image, int unasked) {
  private static final int NAMED = 10;

  /** Nodes with the same trouble are one finding. */
  List<Finding> findings(Map<String, Outcome> outcomes) {
    List<Finding> findings = new ArrayList<>();
    Map<PullTrouble, List<String>> troubles = new EnumMap<>(PullTrouble.class);
    Map<PullTrouble, String> messages = new EnumMap<>(PullTrouble.class);
    List<String> pulled = new ArrayList<>();
    outcomes.forEach((node, outcome) -> {
      switch (outcome) {
        case Outcome.Reported reported -> pulled.add(node);
        case Outcome.NotPulled(PullTrouble trouble, String message) -> {
          troubles.computeIfAbsent(trouble, key -> new ArrayList<>()).add(node);
          messages.putIfAbsent(trouble, message);
        }
        case Outcome.NotStarted(String why) -> findings.add(notStarted(node, why));
      }
    });
    troubles.forEach((trouble, nodes) ->
        findings.add(
            Finding.red(
                Check.NODE_PULL,
                named(nodes),
                "%s: %s".formatted(trouble.words(), messages.get(trouble)),
                trouble.remedy(registry))));
    if (!pulled.isEmpty()) {
      findings.add(Finding.green(Check.NODE_PULL, named(pulled), "pulled " + image));
    }
    if (unasked > 0) {
      findings.add(
          Finding.yellow(
              Check.NODE_PULL,
              "further nodes",
              "%d were not asked, as no more than %d are".formatted(unasked, InsideChecks.NODES),
              "look at one of each kind by hand: crictl pull " + image));
    }
    return findings;
  }

  private static Finding notStarted(String node, String why) {
    return Finding.yellow(
        Check.NODE_PULL,
        node,
        "a pod there said nothing: " + why,
        "kubectl describe node %s; a large image on a slow line may just take longer, and a node keeps what it pulled: try again"
            .formatted(node));
  }

  static String named(Collection<String> nodes) {
    String names = nodes.stream().sorted().limit(NAMED).collect(Collectors.joining(", "));
    return nodes.size() <= NAMED ? names : "%s and %d more".formatted(names, nodes.size() - NAMED);
  }
}
