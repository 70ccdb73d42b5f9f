package dev.airgap.installer.check;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.ClusterReading;
import io.fabric8.kubernetes.api.model.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Nodes that are ready and of the bundle's platform, and room on them.
 *
 * @param platform such as {@code linux/amd64}
 */
record NodesLook(ClusterReading cluster, String platform, List<PlannedRelease> releases)
    implements Look {
  @Override
  public Check check() {
    return Check.NODES;
  }

  @Override
  public List<Finding> findings() throws ClusterException {
    List<Node> nodes = cluster.nodes();
    List<Node> fitting = nodes.stream().filter(this::isOfThePlatform).toList();
    List<Node> usable = fitting.stream().filter(UsableNodes::isReady).toList();
    List<Finding> findings = new ArrayList<>(List.of(platformFinding(nodes, fitting, usable)));
    if (!usable.isEmpty()) {
      findings.add(room(usable));
    }
    return findings;
  }

  private Finding platformFinding(List<Node> nodes, List<Node> fitting, List<Node> usable) {
    if (fitting.isEmpty()) {
      return Finding.red(
          check(),
          "platform",
          "none of the %d nodes is %s, which is all that the bundle's images run on: %s"
              .formatted(nodes.size(), platform, names(nodes)),
          "add a node of that platform: kubectl get nodes -L kubernetes.io/os,kubernetes.io/arch");
    }
    if (usable.isEmpty()) {
      return Finding.red(
          check(),
          "platform",
          "no node of %s is ready and takes pods: %s".formatted(platform, names(fitting)),
          "kubectl describe nodes; kubectl uncordon NODE where one was taken out on purpose");
    }
    List<Node> others = nodes.stream().filter(node -> !isOfThePlatform(node)).toList();
    if (!others.isEmpty()) {
      return Finding.yellow(
          check(),
          "platform",
          "%d nodes are not %s, and a pod that comes there does not start: %s"
              .formatted(others.size(), platform, names(others)),
          "keep the pods away from them: nodeSelector: {kubernetes.io/arch: %s} in the values of control plane and workspaces"
              .formatted(platform.substring(platform.indexOf('/') + 1)));
    }
    return Finding.green(
        check(), "platform", "%d of %d nodes are ready".formatted(usable.size(), nodes.size()));
  }

  private Finding room(List<Node> usable) {
    try {
      return new Room(usable, releases).finding(cluster);
    } catch (ClusterException e) {
      return Finding.yellow(
          Check.ROOM,
          "requests",
          "could not be looked at: " + e.getMessage(),
          "look by hand: kubectl describe nodes");
    }
  }

  private boolean isOfThePlatform(Node node) {
    return UsableNodes.isOfThePlatform(node, platform);
  }

  private static String names(List<Node> nodes) {
    return nodes.stream()
        .limit(10)
        .map(node -> node.getMetadata().getName())
        .collect(Collectors.joining(", "));
  }
}
