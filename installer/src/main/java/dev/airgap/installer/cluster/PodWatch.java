package dev.airgap.installer.cluster;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The last that was seen of each container while Helm worked. Hooks are deleted when they have
 * ended well: afterwards nobody could say what they ran. What keeps a pod from running is told as
 * soon as it is seen, since Helm says no more at its time limit than that it was reached. The pods
 * are listed five times a second, since the client's watch loses its connection with the JDK's web
 * sockets.
 */
public final class PodWatch implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration LAST_LOOK = Duration.ofSeconds(1);
  private static final Duration LOG = Duration.ofSeconds(5);

  private final KubernetesClient client;
  private final String namespace;
  private final Consumer<String> trouble;
  private final Map<String, RunningContainer> seen = new LinkedHashMap<>();
  private final Set<String> oldEvents = new HashSet<>();
  private final Set<String> told = new HashSet<>();
  private final ExecutorService logs = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread looking;

  /**
   * @param trouble hears of each trouble once
   */
  PodWatch(KubernetesClient client, String namespace, Consumer<String> trouble) {
    this.client = client;
    this.namespace = namespace;
    this.trouble = trouble;
    this.looking = Thread.ofVirtual().start(this::lookAndLook);
  }

  private void lookAndLook() {
    boolean first = true;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        look(first);
        first = false;
        Thread.sleep(PAUSE);
      } catch (KubernetesClientException e) {
        // the next look may succeed; a hook that nobody saw is named by the proof
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void look(boolean first) {
    List<Pod> pods = client.pods().inNamespace(namespace).list().getItems();
    pods.forEach(this::note);
    pods.stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .flatMap(PodTroubles::of)
        .forEach(this::tell);
    for (Event event : warnings()) {
      String state = event.getMetadata().getUid() + event.getMetadata().getResourceVersion();
      if (first) {
        oldEvents.add(state); // an earlier run's
      } else if (!oldEvents.contains(state)) {
        PodTroubles.of(event).ifPresent(this::tell);
      }
    }
  }

  /** A busy namespace has hundreds of events that say that all is well. */
  private List<Event> warnings() {
    return client
        .v1()
        .events()
        .inNamespace(namespace)
        .withField("type", "Warning")
        .list()
        .getItems();
  }

  private void note(Pod pod) {
    synchronized (seen) {
      PodContainers.of(pod, Map.of())
          .filter(container -> !container.imageId().isEmpty())
          .forEach(container ->
              seen.put(pod.getMetadata().getUid() + " " + container.container(), container));
    }
  }

  /** A log is waited for elsewhere: a node that does not answer must not end the looking. */
  private void tell(PodTrouble found) {
    if (told.add(found.key())) {
      found
          .ended()
          .ifPresentOrElse(
              ended -> logs.execute(() -> trouble.accept(found.words() + log(ended))),
              () -> trouble.accept(found.words()));
    }
  }

  private String log(PodTrouble.Ended ended) {
    Future<Optional<String>> asked =
        logs.submit(() -> new Pods(client).lastWords(namespace, ended));
    try {
      return asked
          .get(LOG.toSeconds(), TimeUnit.SECONDS)
          .map(lines -> "; its last lines:\n  " + lines.replace("\n", "\n  "))
          .orElse("");
    } catch (TimeoutException e) {
      asked.cancel(true);
      return "; its log did not come within %d s".formatted(LOG.toSeconds());
    } catch (ExecutionException e) {
      return "; its log cannot be read";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /** Each container that got as far as to run an image, as it was when it was seen last. */
  public List<RunningContainer> seen() {
    synchronized (seen) {
      return new ArrayList<>(seen.values());
    }
  }

  /** Waits a moment for the last look, which would find its client closed, and for its logs. */
  @Override
  public void close() {
    looking.interrupt();
    try {
      looking.join(LAST_LOOK);
      logs.shutdown();
      if (!logs.awaitTermination(LOG.plus(LAST_LOOK).toSeconds(), TimeUnit.SECONDS)) {
        logs.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
