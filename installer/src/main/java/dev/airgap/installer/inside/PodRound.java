package dev.airgap.installer.inside;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.PassingPods;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;

/**
 * Pods that were started side by side, one a node, watched until each has said what it sees, or it
 * is known why it does not.
 */
final class PodRound {
  /** From the start of the pods, which Kubernetes ends after 60 seconds. */
  private static final Duration ALL = Duration.ofSeconds(45);

  /** What may pass is waited for. */
  private static final Duration PASSING = Duration.ofSeconds(20);

  private static final Duration PAUSE = Duration.ofMillis(400);

  private final PassingPods pods;
  private final Map<String, String> nodes;
  private final SequencedMap<String, Outcome> outcomes = new LinkedHashMap<>();
  private final Map<String, PassingPods.Waiting> pulls = new HashMap<>();
  private final Map<String, String> last = new HashMap<>();
  private final Instant begin = Instant.now();

  /**
   * @param nodes of each pod
   */
  PodRound(PassingPods pods, Map<String, String> nodes) {
    this.pods = pods;
    this.nodes = Map.copyOf(nodes);
  }

  /** How a node's pod fared. */
  sealed interface Outcome {
    /** It said what it sees. */
    record Reported(String pod, PodReport report) implements Outcome {}

    /** Its node cannot pull. */
    record NotPulled(PullTrouble trouble, String message) implements Outcome {}

    /** Whatever else it was. */
    record NotStarted(String why) implements Outcome {}
  }

  /**
   * Takes at most 45 seconds.
   *
   * @param first is told the first pod that answers, while others are waited for
   * @return an outcome for each node
   */
  Map<String, Outcome> await(Consumer<Outcome.Reported> first)
      throws ClusterException, InterruptedException {
    while (outcomes.size() < nodes.size() && passed().compareTo(ALL) < 0) {
      for (PassingPods.Seen seen : pods.seen()) {
        String node = nodes.get(seen.name());
        if (node != null && !outcomes.containsKey(node)) {
          outcome(seen).ifPresent(outcome -> note(node, outcome, first));
        }
      }
      if (outcomes.size() < nodes.size()) {
        Thread.sleep(PAUSE);
      }
    }
    nodes.forEach((pod, node) -> outcomes.computeIfAbsent(node, key -> late(pod)));
    return outcomes;
  }

  private Duration passed() {
    return Duration.between(begin, Instant.now());
  }

  private void note(String node, Outcome outcome, Consumer<Outcome.Reported> first) {
    boolean isFirst = outcomes.values().stream().noneMatch(Outcome.Reported.class::isInstance);
    outcomes.put(node, outcome);
    if (isFirst && outcome instanceof Outcome.Reported reported) {
      first.accept(reported);
    }
  }

  private Optional<Outcome> outcome(PassingPods.Seen seen) {
    seen.waiting().ifPresent(one -> last.put(seen.name(), one.reason() + ": " + one.message()));
    seen.waiting().filter(PodRound::isPull).ifPresent(waiting -> noteWhy(seen.name(), waiting));
    if (seen.running() || seen.ended().isPresent()) {
      Optional<Outcome> reported =
          PodReport.read(pods.log(seen.name()))
              .map(report -> new Outcome.Reported(seen.name(), report));
      return reported.or(() -> seen.ended().map(Outcome.NotStarted::new));
    }
    return Optional.ofNullable(pulls.get(seen.name()))
        .map(PassingPods.Waiting::message)
        .map(message -> new Outcome.NotPulled(PullTrouble.of(message), message))
        .filter(pull -> pull.trouble().isLasting() || passed().compareTo(PASSING) > 0)
        .map(Outcome.class::cast);
  }

  private static boolean isPull(PassingPods.Waiting waiting) {
    return waiting.reason().matches("ErrImagePull|ImagePullBackOff|RegistryUnavailable|Failed");
  }

  /** The next reason may be no more than that it waits before it tries again. */
  private void noteWhy(String pod, PassingPods.Waiting waiting) {
    PassingPods.Waiting known = pulls.get(pod);
    if (known == null || PullTrouble.of(known.message()) == PullTrouble.OTHER) {
      pulls.put(pod, waiting);
    }
  }

  private Outcome late(String pod) {
    PassingPods.Waiting pull = pulls.get(pod);
    if (pull != null) {
      return new Outcome.NotPulled(PullTrouble.of(pull.message()), pull.message());
    }
    String why = last.getOrDefault(pod, "Kubernetes says nothing of it");
    return new Outcome.NotStarted("did not start within %d s: %s".formatted(ALL.toSeconds(), why));
  }
}
