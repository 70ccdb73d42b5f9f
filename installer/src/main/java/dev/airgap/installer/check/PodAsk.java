package dev.airgap.installer.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a pod of the rendering asks of a node.
 *
 * @param tolerant whether it tolerates any taint; which one is for the scheduler to say
 */
record PodAsk(String name, Amounts requests, Map<?, ?> nodeSelector, boolean tolerant) {
  private static final int MAX_REPLICAS = 100;

  /** One for each replica of what the charts run; jobs run one pod. */
  static List<PodAsk> of(List<PlannedRelease> releases) {
    List<PodAsk> asks = new ArrayList<>();
    for (PlannedRelease release : releases) {
      for (RenderedObject object : release.objects()) {
        Map<?, ?> pod = object.at("spec", "template", "spec");
        for (int i = 0; i < replicas(object) && !pod.isEmpty(); i++) {
          asks.add(ask(object, pod));
        }
      }
    }
    return asks;
  }

  private static int replicas(RenderedObject object) {
    return object.at("spec").get("replicas") instanceof Integer replicas
        ? Math.min(replicas, MAX_REPLICAS)
        : 1;
  }

  private static PodAsk ask(RenderedObject object, Map<?, ?> pod) {
    Amounts running = sum(RenderedObject.list(pod, "containers").stream());
    Amounts starting =
        RenderedObject.list(pod, "initContainers").stream()
            .map(PodAsk::requests)
            .reduce(Amounts.NONE, Amounts::or);
    return new PodAsk(
        "%s/%s".formatted(object.namespace(), object.name()),
        running.or(starting),
        RenderedObject.inside(pod, "nodeSelector"),
        !RenderedObject.list(pod, "tolerations").isEmpty());
  }

  private static Amounts sum(Stream<? extends Map<?, ?>> containers) {
    return containers.map(PodAsk::requests).reduce(Amounts.NONE, Amounts::plus);
  }

  /** A container with limits alone asks for as much as they say. */
  private static Amounts requests(Map<?, ?> container) {
    Map<?, ?> resources = RenderedObject.inside(container, "resources");
    Map<?, ?> requests = RenderedObject.inside(resources, "requests");
    Map<?, ?> limits = RenderedObject.inside(resources, "limits");
    Map<String, Object> wanted = new java.util.HashMap<>();
    for (String key : List.of("cpu", "memory")) {
      Optional.<Object>ofNullable(requests.get(key))
          .or(() -> Optional.ofNullable(limits.get(key)))
          .ifPresent(value -> wanted.put(key, value));
    }
    return Amounts.of(wanted);
  }
}
