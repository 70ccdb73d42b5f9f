package dev.airgap.installer.check;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.ClusterReading;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether the rendering's pods find room: the largest first, each on the first node that has it.
 * What pods of the product ask for now is not counted, as they give way to these. A scheduler knows
 * more (affinity, spread, quotas), so that green is no promise.
 */
final class Room {
  private final List<Node> nodes;
  private final List<PodAsk> asks;
  private final Set<String> ours = new HashSet<>();
  private final Map<String, Amounts> free = new HashMap<>();

  Room(List<Node> nodes, List<PlannedRelease> releases) {
    this.nodes = nodes;
    this.asks =
        PodAsk.of(releases).stream()
            .sorted(Comparator.comparing((PodAsk ask) -> ask.requests().memory()).reversed())
            .toList();
    releases.forEach(release -> ours.add(release.release().namespace()));
    nodes.forEach(node -> free.put(name(node), Amounts.of(node.getStatus().getAllocatable())));
  }

  Finding finding(ClusterReading cluster) throws ClusterException {
    cluster.pods(this::count);
    Amounts wanted = asks.stream().map(PodAsk::requests).reduce(Amounts.NONE, Amounts::plus);
    List<String> without = new ArrayList<>();
    for (PodAsk ask : asks) {
      if (!place(ask)) {
        without.add("%s (%s)".formatted(ask.name(), ask.requests()));
      }
    }
    return without.isEmpty()
        ? Finding.green(Check.ROOM, "requests", "%d pods ask for %s".formatted(asks.size(), wanted))
        : Finding.red(
            Check.ROOM,
            "requests",
            "no node has room for %s; free of requests: %s"
                .formatted(String.join(", ", without), freeInWords()),
            "make room or add a node ('kubectl describe nodes' shows who asks for what), or ask for"
                + " less: resources in the values of control plane and workspaces");
  }

  private void count(Pod pod) {
    String node = pod.getSpec().getNodeName();
    if (node == null || ours.contains(pod.getMetadata().getNamespace())) {
      return;
    }
    free.computeIfPresent(node, (name, left) -> left.minus(requests(pod)));
  }

  private static Amounts requests(Pod pod) {
    return pod.getSpec().getContainers().stream()
        .map(Container::getResources)
        .filter(Objects::nonNull)
        .map(resources -> Amounts.of(resources.getRequests()))
        .reduce(Amounts.NONE, Amounts::plus);
  }

  private boolean place(PodAsk ask) {
    for (Node node : nodes) {
      Amounts left = free.getOrDefault(name(node), Amounts.NONE);
      if (takes(node, ask) && left.holds(ask.requests())) {
        free.put(name(node), left.minus(ask.requests()));
        return true;
      }
    }
    return false;
  }

  private static boolean takes(Node node, PodAsk ask) {
    Map<String, String> labels = node.getMetadata().getLabels();
    boolean selected =
        ask.nodeSelector().entrySet().stream()
            .allMatch(one ->
                labels != null && String.valueOf(one.getValue()).equals(labels.get(one.getKey())));
    return selected && (ask.tolerant() || !UsableNodes.isTainted(node));
  }

  private String freeInWords() {
    return nodes.stream()
        .limit(10)
        .map(node ->
            "%s %s%s"
                .formatted(
                    name(node),
                    free.getOrDefault(name(node), Amounts.NONE),
                    UsableNodes.isTainted(node) ? " (tainted)" : ""))
        .collect(Collectors.joining("; "));
  }

  private static String name(Node node) {
    return node.getMetadata().getName();
  }
}
