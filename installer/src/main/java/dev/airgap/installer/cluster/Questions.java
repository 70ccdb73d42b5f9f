package dev.airgap.installer.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Requests to one API server, whose failures are said in words. */
record Questions(String server) {
  /**
   * @param what was asked for, as in "the cluster at … was asked for …"
   */
  <T> @Nullable T ask(String what, Supplier<@Nullable T> request) throws ClusterException {
    try {
      return request.get();
    } catch (KubernetesClientException e) {
      throw new ClusterException(
          "the cluster at %s was asked for %s: %s".formatted(server, what, ClusterWords.of(e)), e);
    }
  }
}
