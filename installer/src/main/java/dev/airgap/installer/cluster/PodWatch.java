package dev.airgap.installer.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last that was seen of each container while Helm worked. Hooks are deleted when they have
 * ended well: afterwards nobody could say what they ran.
 */
public final class PodWatch implements AutoCloseable {
  private final Map<String, RunningContainer> seen = new LinkedHashMap<>();
  private final Watch watch;

  private PodWatch(KubernetesClient client, String namespace) {
    this.watch = client.pods().inNamespace(namespace).watch(new Notes());
  }

  static PodWatch begin(KubernetesClient client, String namespace) throws ClusterException {
    try {
      return new PodWatch(client, namespace);
    } catch (KubernetesClientException e) {
      throw new ClusterException(
          "the pods of the namespace %s could not be watched: %s"
              .formatted(namespace, ClusterWords.of(e)),
          e);
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
    watch.close();
  }

  private final class Notes implements Watcher<Pod> {
    @Override
    public void eventReceived(Action action, Pod pod) {
      synchronized (seen) {
        PodContainers.of(pod, Map.of())
            .filter(container -> !container.imageId().isEmpty())
            .forEach(container ->
                seen.put(pod.getMetadata().getUid() + " " + container.container(), container));
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      // a hook that was not seen is named by the proof
    }
  }
}
