package dev.airgap.installer.cluster;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The Services that a load balancer leads to. */
record BalancedServices(KubernetesClient client) {
  /**
   * Where an address of a load balancer is reached from inside: the addresses of the Services that
   * have it. Empty also where this user may not list Services.
   */
  Set<String> reachedAt(String address) {
    try {
      return client.services().inAnyNamespace().list().getItems().stream()
          .filter(service -> isReachedAt(service, address))
          .map(service -> service.getSpec().getClusterIP())
          .filter(Objects::nonNull)
          .collect(Collectors.toSet());
    } catch (KubernetesClientException e) {
      return Set.of();
    }
  }

  private static boolean isReachedAt(Service service, String address) {
    boolean balanced =
        service.getStatus() != null
            && service.getStatus().getLoadBalancer() != null
            && service.getStatus().getLoadBalancer().getIngress().stream()
                .anyMatch(to -> address.equals(to.getIp()) || address.equals(to.getHostname()));
    return balanced || service.getSpec().getExternalIPs().contains(address);
  }
}
