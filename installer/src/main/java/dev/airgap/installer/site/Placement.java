package dev.airgap.installer.site;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many pods there are, what each is given, and on which nodes.
 *
 * @param resources Kubernetes' {@code requests} and {@code limits}; empty: the chart's
 * @param tolerations as Kubernetes writes them
 */
public record Placement(
    Optional<Integer> replicas,
    Map<String, @Nullable Object> resources,
    Map<String, String> nodeSelector,
    List<Map<String, Object>> tolerations,
    Affinity affinity) {
  /** Nothing is said. */
  public static final Placement AS_THE_CHART_SAYS =
      new Placement(Optional.empty(), Map.of(), Map.of(), List.of(), new Affinity.OfTheChart());

  public Placement {
    nodeSelector = Map.copyOf(nodeSelector);
    tolerations = List.copyOf(tolerations);
  }

  /** Which nodes pods would rather have, or must. */
  public sealed interface Affinity {
    /** As the chart has it, which is none. */
    record OfTheChart() implements Affinity {}

    /** Each pod on a node of its own, where there are enough. */
    record Spread() implements Affinity {}

    /** As Kubernetes writes it. */
    record Given(Map<String, @Nullable Object> affinity) implements Affinity {}
  }
}
