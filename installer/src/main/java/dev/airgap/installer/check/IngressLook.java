package dev.airgap.installer.check;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.ClusterReading;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The ingress class, and a ready pod of its controller where that runs in the cluster. */
record IngressLook(ClusterReading cluster, String className) implements Look {
  private static final String LABEL = "app.kubernetes.io/name";

  /** What the controllers' own charts and manifests label their pods with. */
  private static final Map<String, String> CONTROLLERS =
      Map.of(
          "k8s.io/ingress-nginx", "ingress-nginx",
          "nginx.org/ingress-controller", "nginx-ingress",
          "traefik.io/ingress-controller", "traefik",
          "haproxy-ingress.github.io/controller", "haproxy-ingress",
          "haproxy.org/ingress-controller/haproxy", "kubernetes-ingress",
          "ingress.k8s.aws/alb", "aws-load-balancer-controller",
          "ingress-controllers.konghq.com/kong", "kong",
          "projectcontour.io/ingress-controller", "contour");

  @Override
  public Check check() {
    return Check.INGRESS_CLASS;
  }

  @Override
  public List<Finding> findings() throws ClusterException {
    List<IngressClass> all = cluster.ingressClasses();
    return all.stream()
        .filter(one -> one.getMetadata().getName().equals(className))
        .findFirst()
        .map(this::withController)
        .orElseGet(() -> List.of(missing(all)));
  }

  private Finding missing(List<IngressClass> all) {
    String there =
        all.stream()
            .map(one -> one.getMetadata().getName())
            .sorted()
            .collect(Collectors.joining(", "));
    return Finding.red(
        check(),
        className,
        there.isEmpty()
            ? "the cluster has no ingress class at all"
            : "the cluster has no such ingress class, but: " + there,
        there.isEmpty()
            ? "install an ingress controller; then 'kubectl get ingressclass' shows its class"
            : "write one of them as ingress.className into the site file ('kubectl get"
                + " ingressclass' lists them)");
  }

  private List<Finding> withController(IngressClass found) {
    String controller =
        found.getSpec() == null ? "unnamed" : String.valueOf(found.getSpec().getController());
    return List.of(
        Finding.green(check(), className, "is there, of the controller " + controller),
        controller(controller));
  }

  private Finding controller(String controller) {
    String label = CONTROLLERS.get(controller);
    String hand = "see that it runs: kubectl get pods -A | grep -i ingress";
    if (label == null) {
      return notSeen(controller, "is not one whose pods are known here", hand);
    }
    try {
      List<Pod> pods = cluster.podsLabelled(LABEL, label);
      String which = "%s=%s".formatted(LABEL, label);
      if (pods.isEmpty()) {
        return notSeen(
            controller,
            "has no pod labelled %s; it may run outside the cluster".formatted(which),
            hand);
      }
      long ready = pods.stream().filter(IngressLook::isReady).count();
      return ready > 0
          ? Finding.green(Check.INGRESS_CONTROLLER, controller, "%d ready pods".formatted(ready))
          : Finding.red(
              Check.INGRESS_CONTROLLER,
              controller,
              "%d pods labelled %s, and none is ready".formatted(pods.size(), which),
              "kubectl -n %s describe pods -l %s"
                  .formatted(pods.getFirst().getMetadata().getNamespace(), which));
    } catch (ClusterException e) {
      return notSeen(controller, "could not be looked at: " + e.getMessage(), hand);
    }
  }

  private static Finding notSeen(String controller, String why, String remedy) {
    return Finding.yellow(Check.INGRESS_CONTROLLER, controller, why, remedy);
  }

  private static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && Objects.requireNonNullElse(
                pod.getStatus().getConditions(),
                List.<io.fabric8.kubernetes.api.model.PodCondition>of())
            .stream()
            .anyMatch(one -> one.getType().equals("Ready") && one.getStatus().equals("True"));
  }
}
