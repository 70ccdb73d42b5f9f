package dev.airgap.installer.audit;

import dev.airgap.installer.cluster.RunningContainer;
import dev.airgap.installer.prove.Proof;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What runs, held against the signed manifest. */
final class ImageCheck {
  private static final String CHECK = "image";

  private ImageCheck() {}

  static List<Judgement> of(Proof proof) {
    List<Judgement> found = new ArrayList<>();
    Map<String, Long> proven =
        proof.proven().stream()
            .collect(
                Collectors.groupingBy(
                    container -> container.namespace() + " " + container.workload(),
                    TreeMap::new,
                    Collectors.counting()));
    proven.forEach((workload, containers) ->
        found.add(
            Judgement.ok(
                CHECK, workload, "%d containers run what was signed".formatted(containers))));
    proof
        .red()
        .forEach(red ->
            found.add(
                Judgement.red(
                    CHECK,
                    "proof",
                    red,
                    "find out who changed it (kubectl describe), then run 'bundle install' again")));
    for (RunningContainer other : proof.others()) {
      found.add(
          Judgement.note(
              CHECK,
              other.place(),
              "runs %s, and belongs to no release of ours".formatted(other.image()),
              ""));
    }
    return found;
  }
}
