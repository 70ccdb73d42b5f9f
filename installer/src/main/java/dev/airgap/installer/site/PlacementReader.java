package dev.airgap.installer.site;

import dev.airgap.installer.site.Placement.Affinity;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code replicas}, {@code resources}, {@code nodeSelector}, {@code tolerations} and {@code
 * affinity}.
 */
final class PlacementReader {
  private static final int MAX_REPLICAS = 100;
  private static final Pattern QUANTITY =
      Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,9})?(m|k|M|G|T|Ki|Mi|Gi|Ti)?");
  private static final Set<String> OPERATORS = Set.of("Exists", "Equal");
  private static final Set<String> EFFECTS = Set.of("NoSchedule", "PreferNoSchedule", "NoExecute");
  private static final String AFFINITY = "affinity";
  private static final String SECONDS = "tolerationSeconds";

  private final Problems problems;

  PlacementReader(Problems problems) {
    this.problems = problems;
  }

  Placement read(YamlMapping part) {
    return new Placement(
        replicas(part), resources(part), nodeSelector(part), tolerations(part), affinity(part));
  }

  /** Of pods that nobody counts, and that have no part to be away from. */
  Placement ofJobs(YamlMapping jobs) {
    return new Placement(
        Optional.empty(),
        resources(jobs),
        nodeSelector(jobs),
        tolerations(jobs),
        new Affinity.OfTheChart());
  }

  private Map<String, String> nodeSelector(YamlMapping part) {
    return part.optionalMapping("nodeSelector", problems).map(this::texts).orElse(Map.of());
  }

  private List<Map<String, Object>> tolerations(YamlMapping part) {
    return part.mappings("tolerations", problems).stream().map(this::toleration).toList();
  }

  private Optional<Integer> replicas(YamlMapping part) {
    Optional<Integer> replicas = part.optionalInteger("replicas", problems);
    if (replicas.filter(number -> number < 1 || number > MAX_REPLICAS).isPresent()) {
      problems.add(
          part.position("replicas"), "'replicas' should be 1 to %d".formatted(MAX_REPLICAS));
    }
    return replicas;
  }

  /** Labels are texts to Kubernetes, also those that look like numbers. */
  Map<String, String> texts(YamlMapping mapping) {
    Map<String, String> texts = new TreeMap<>();
    mapping.keys().forEach(key -> texts.put(key, mapping.text(key, problems)));
    return texts;
  }

  private Map<String, @Nullable Object> resources(YamlMapping part) {
    Optional<YamlMapping> given = part.optionalMapping("resources", problems);
    given.ifPresent(this::judge);
    return given.isPresent() ? part.freeForm("resources", problems) : Map.of();
  }

  private void judge(YamlMapping resources) {
    for (String side : List.of("requests", "limits")) {
      resources
          .freeForm(side, problems)
          .forEach((name, amount) -> {
            if (!QUANTITY.matcher(String.valueOf(amount)).matches()) {
              problems.add(
                  resources.position(side),
                  "'%s' of %s is no amount: write one such as 500m, 2 or 800Mi"
                      .formatted(name, side));
            }
          });
    }
    resources.rejectUnknown(
        Map.of(
            "cpu",
            "write it under requests or limits",
            "memory",
            "write it under requests or limits"),
        problems);
  }

  private Map<String, Object> toleration(YamlMapping given) {
    Map<String, Object> toleration = new TreeMap<>();
    given.optionalText("key", problems).ifPresent(key -> toleration.put("key", key));
    choice(given, "operator", OPERATORS).ifPresent(one -> toleration.put("operator", one));
    given.optionalText("value", problems).ifPresent(value -> toleration.put("value", value));
    choice(given, "effect", EFFECTS).ifPresent(one -> toleration.put("effect", one));
    given.optionalInteger(SECONDS, problems).ifPresent(seconds -> toleration.put(SECONDS, seconds));
    if (!toleration.containsKey("key") && !"Exists".equals(toleration.get("operator"))) {
      problems.add(
          given.position(),
          "a toleration names the 'key' of a taint, or has operator: Exists for all of them");
    }
    given.rejectUnknown(problems);
    return toleration;
  }

  private Optional<String> choice(YamlMapping mapping, String key, Set<String> words) {
    Optional<String> word = mapping.optionalText(key, problems);
    if (word.filter(one -> !words.contains(one)).isPresent()) {
      List<String> known = new ArrayList<>(words);
      problems.add(
          mapping.position(key),
          "'%s' should be one of %s"
              .formatted(key, String.join(", ", known.stream().sorted().toList())));
    }
    return word;
  }

  private Affinity affinity(YamlMapping part) {
    if (!part.isScalar(AFFINITY)) {
      Map<String, @Nullable Object> given = part.freeForm(AFFINITY, problems);
      return given.isEmpty() ? new Affinity.OfTheChart() : new Affinity.Given(given);
    }
    String word = part.optionalText(AFFINITY, problems).orElse("");
    if (!word.equals("spread") && !word.equals("none")) {
      problems.add(
          part.position(AFFINITY),
          "'affinity' is spread, none, or what Kubernetes takes (nodeAffinity, podAffinity, podAntiAffinity)");
    }
    return word.equals("spread") ? new Affinity.Spread() : new Affinity.OfTheChart();
  }
}
