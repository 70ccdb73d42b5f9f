package dev.airgap.registry.probe;

import dev.airgap.manifest.OciDocuments;
import dev.airgap.registry.Observation;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryException;
import dev.airgap.registry.Repository;
import dev.airgap.registry.Trials;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What shows without any right to push. */
record ReadingCheck(RegistryClient registry, Trials trials, Advice advice, List<Tagged> targets) {
  private static final int ROUND_TRIPS = 5;
  private static final Map<String, String> TYPES =
      Map.of(
          OciDocuments.OCI_INDEX, "OCI index",
          OciDocuments.OCI_MANIFEST, "OCI manifest",
          OciDocuments.DOCKER_LIST, "Docker manifest list",
          OciDocuments.DOCKER_MANIFEST, "Docker manifest");

  /**
   * Whether a media type is taken shows by what is there: to offer a manifest that must be refused
   * would change the registry (Harbor makes the repository before it looks at the manifest).
   */
  Finding types() {
    Map<String, Tagged> there = new TreeMap<>();
    for (Tagged target : targets) {
      try {
        Observation answer =
            registry.trials(target.repository()).manifest(target.repository(), target.tag());
        String type = answer.header("Content-Type").orElse("");
        if (answer.status() == 200 && TYPES.containsKey(type)) {
          there.putIfAbsent(TYPES.getOrDefault(type, type), target);
        }
      } catch (RegistryException e) {
        // a tag that cannot be asked for shows nothing; what is wrong stands in another line
      }
    }
    if (there.isEmpty()) {
      return Finding.note(
          Check.TYPES,
          "nothing is there yet that would show which media types it takes, and a probe pushes"
              + " no manifest: a load finds out",
          advice.on(Check.TYPES, targets.getFirst().repository()));
    }
    return Finding.ok(
        Check.TYPES,
        "has taken before: "
            + there.entrySet().stream()
                .map(entry -> "%s (%s)".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", ")));
  }

  /** Nothing of this program pushes or asks for referrers, so that nothing here is red. */
  Finding referrers() {
    try {
      Observation answer = trials.referrers(first());
      return Finding.ok(
          Check.REFERRERS,
          answer.status() == 200
              ? "has the referrers API"
              : "has no referrers API (%d); nothing here needs it".formatted(answer.status()));
    } catch (RegistryException e) {
      return Finding.note(
          Check.REFERRERS, String.valueOf(e.getMessage()), advice.on(Check.REFERRERS, first()));
    }
  }

  /** The median of five, over a connection and with credentials that are there already. */
  List<Finding> roundTrip() {
    List<Duration> times = new ArrayList<>();
    try {
      trials.manifest(first(), targets.getFirst().tag());
      for (int i = 0; i < ROUND_TRIPS; i++) {
        times.add(trials.manifest(first(), targets.getFirst().tag()).took());
      }
    } catch (RegistryException e) {
      return List.of();
    }
    Duration median = times.stream().sorted().toList().get(ROUND_TRIPS / 2);
    return List.of(
        Finding.ok(
            Check.SPEED,
            "answers in %.1f ms (median of %d)".formatted(median.toNanos() / 1e6, ROUND_TRIPS)));
  }

  private Repository first() {
    return targets.getFirst().repository();
  }
}
