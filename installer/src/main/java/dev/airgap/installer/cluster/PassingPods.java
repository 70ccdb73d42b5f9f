package dev.airgap.installer.cluster;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pods of a {@link PassingNamespace}. */
public final class PassingPods {
  /** What is read of a log. */
  private static final int LOG_BYTES = 64 * 1024;

  private final KubernetesClient client;
  private final String namespace;

  PassingPods(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  public void start(PassingPod pod) throws ClusterException {
    try {
      client.resource(pod.in(namespace)).create();
    } catch (KubernetesClientException e) {
      throw new ClusterException(
          "the pod %s/%s could not be made: %s"
              .formatted(namespace, pod.name(), ClusterWords.of(e)),
          e);
    }
  }

  /**
   * How far a pod has come.
   *
   * @param running whether its program runs
   * @param ended why its program, or the pod, has ended
   * @param waiting why it does not start yet: Kubernetes' reason, and what it says
   */
  public record Seen(
      String name, boolean running, Optional<String> ended, Optional<Waiting> waiting) {}

  /** A reason such as {@code ErrImagePull}, and its message; both came from outside. */
  public record Waiting(String reason, String message) {}

  /** All of them, with the last warning of those that neither run nor say why. */
  public List<Seen> seen() throws ClusterException {
    try {
      Map<String, Waiting> warnings = warnings();
      return client.pods().inNamespace(namespace).list().getItems().stream()
          .map(pod -> seen(pod, Optional.ofNullable(warnings.get(pod.getMetadata().getName()))))
          .toList();
    } catch (KubernetesClientException e) {
      throw new ClusterException(
          "the pods of the namespace %s could not be listed: %s"
              .formatted(namespace, ClusterWords.of(e)),
          e);
    }
  }

  private Map<String, Waiting> warnings() {
    Map<String, Waiting> last = new HashMap<>();
    client
        .v1()
        .events()
        .inNamespace(namespace)
        .withField("type", "Warning")
        .list()
        .getItems()
        .stream()
        .sorted(Comparator.comparing(PassingPods::time))
        .forEach(event ->
            last.put(
                String.valueOf(event.getInvolvedObject().getName()),
                new Waiting(
                    String.valueOf(event.getReason()),
                    ClusterWords.oneLine(String.valueOf(event.getMessage())))));
    return last;
  }

  private static String time(Event event) {
    return String.valueOf(
        event.getLastTimestamp() == null
            ? event.getMetadata().getCreationTimestamp()
            : event.getLastTimestamp());
  }

  private static Seen seen(Pod pod, Optional<Waiting> warning) {
    Optional<ContainerState> state =
        PodContainers.statuses(pod).findFirst().map(status -> status.getState());
    Optional<Waiting> waiting =
        state
            .map(ContainerState::getWaiting)
            .filter(one -> one.getMessage() != null)
            .map(one ->
                new Waiting(
                    String.valueOf(one.getReason()), ClusterWords.oneLine(one.getMessage())));
    Optional<String> ended =
        state
            .map(ContainerState::getTerminated)
            .map(end ->
                "%s (exit code %d)%s"
                    .formatted(
                        end.getReason(),
                        end.getExitCode(),
                        end.getMessage() == null
                            ? ""
                            : ": " + ClusterWords.oneLine(end.getMessage())));
    boolean failed = pod.getStatus() != null && "Failed".equals(pod.getStatus().getPhase());
    return new Seen(
        pod.getMetadata().getName(),
        state.map(ContainerState::getRunning).isPresent(),
        ended.or(() -> failed ? Optional.of(words(pod)) : Optional.empty()),
        waiting.or(() -> warning));
  }

  private static String words(Pod pod) {
    return ClusterWords.oneLine(
        "%s: %s".formatted(pod.getStatus().getReason(), pod.getStatus().getMessage()));
  }

  /** What its program has printed so far, at most 64 KiB; empty where nothing can be read. */
  public String log(String pod) {
    try (InputStream lines =
        client
            .pods()
            .inNamespace(namespace)
            .withName(pod)
            .inContainer(PassingPod.CONTAINER)
            .withReadyWaitTimeout(0)
            .getLogInputStream()) {
      return lines == null ? "" : new String(lines.readNBytes(LOG_BYTES), StandardCharsets.UTF_8);
    } catch (KubernetesClientException | IOException e) {
      return "";
    }
  }

  /**
   * Leads a port of this machine's loopback to a port of a pod's, through the API server. Nothing
   * is connected yet.
   */
  public ForwardedPort forward(String pod, int port) throws ClusterException {
    try {
      return new ForwardedPort(
          client
              .pods()
              .inNamespace(namespace)
              .withName(pod)
              .portForward(port, InetAddress.getLoopbackAddress(), 0));
    } catch (KubernetesClientException | IllegalStateException e) {
      throw new ClusterException(
          "the port %d of the pod %s/%s cannot be forwarded".formatted(port, namespace, pod), e);
    }
  }
}
