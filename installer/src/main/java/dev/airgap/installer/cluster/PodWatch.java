package dev.airgap.installer.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last that was seen of each container while Helm worked. Hooks are deleted when they have
 * ended well: afterwards nobody could say what they ran. The pods are listed five times a second,
 * since the client's watch loses its connection with the JDK's web sockets.
 */
public final class PodWatch implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final KubernetesClient client;
  private final String namespace;
  private final Map<String, RunningContainer> seen = new LinkedHashMap<>();
  private final Thread looking;

  PodWatch(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    this.looking = Thread.ofVirtual().start(this::look);
  }

  private void look() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        client.pods().inNamespace(namespace).list().getItems().forEach(this::note);
        Thread.sleep(PAUSE);
      } catch (KubernetesClientException e) {
        // the next look may succeed; a hook that nobody saw is named by the proof
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void note(Pod pod) {
    synchronized (seen) {
      PodContainers.of(pod, Map.of())
          .filter(container -> !container.imageId().isEmpty())
          .forEach(container ->
              seen.put(pod.getMetadata().getUid() + " " + container.container(), container));
    }
  }

  /** Each container that got as far as to run an image, as it was when it was seen last. */
  public List<RunningContainer> seen() {
    synchronized (seen) {
      return new ArrayList<>(seen.values());
    }
  }

  @Override
  public void close() {
    looking.interrupt();
  }
}
