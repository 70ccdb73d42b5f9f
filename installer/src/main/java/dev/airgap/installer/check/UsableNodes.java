package dev.airgap.installer.check;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Taint;
import java.util.List;

/** Which nodes take the product's pods. */
public final class UsableNodes {
  private static final String NOT_READY = "node.kubernetes.io/not-ready";

  private UsableNodes() {}

  /**
   * Those of the platform that are ready, and that no taint keeps ordinary pods from.
   *
   * @param platform such as {@code linux/amd64}
   */
  public static List<Node> of(List<Node> nodes, String platform) {
    return nodes.stream()
        .filter(node -> isOfThePlatform(node, platform) && isReady(node) && !isTainted(node))
        .toList();
  }

  static boolean isOfThePlatform(Node node, String platform) {
    var info = node.getStatus() == null ? null : node.getStatus().getNodeInfo();
    return info != null
        && platform.equals(info.getOperatingSystem() + "/" + info.getArchitecture());
  }

  /** And nobody took it out on purpose. */
  static boolean isReady(Node node) {
    boolean ready =
        node.getStatus().getConditions().stream()
            .anyMatch(one -> one.getType().equals("Ready") && one.getStatus().equals("True"));
    return ready && !Boolean.TRUE.equals(node.getSpec().getUnschedulable());
  }

  static boolean isTainted(Node node) {
    List<Taint> taints = node.getSpec().getTaints();
    return taints != null && taints.stream().anyMatch(UsableNodes::keepsAway);
  }

  /** For a node that is ready, the taint that says otherwise is about to be taken away. */
  private static boolean keepsAway(Taint taint) {
    return !"PreferNoSchedule".equals(taint.getEffect()) && !NOT_READY.equals(taint.getKey());
  }
}
