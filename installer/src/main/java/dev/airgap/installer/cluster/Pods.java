package dev.airgap.installer.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ContainerResource;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.TimeTailPrettyLoggable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Pods: what they run, whose they are, and what a program inside one of them answers. */
public final class Pods {
  private static final int LOG_LINES = 10;
  private static final int LOG_BYTES = 4096;

  private final KubernetesClient client;

  Pods(KubernetesClient client) {
    this.client = client;
  }

  /** The containers of all pods of a namespace that are not being deleted. */
  public List<RunningContainer> containers(String namespace) throws ClusterException {
    try {
      Map<Workload, Workload> owners = owners(namespace);
      return client.pods().inNamespace(namespace).list().getItems().stream()
          .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
          .flatMap(pod -> PodContainers.of(pod, owners))
          .toList();
    } catch (KubernetesClientException e) {
      throw new ClusterException(
          "the pods of the namespace %s could not be listed: %s"
              .formatted(namespace, ClusterWords.of(e)),
          e);
    }
  }

  private Map<Workload, Workload> owners(String namespace) {
    Stream<? extends HasMetadata> between =
        Stream.concat(
            client.apps().replicaSets().inNamespace(namespace).list().getItems().stream(),
            client.batch().v1().jobs().inNamespace(namespace).list().getItems().stream());
    Map<Workload, Workload> owners = new HashMap<>();
    between.forEach(object ->
        PodContainers.controller(object)
            .ifPresent(owner ->
                owners.put(new Workload(object.getKind(), object.getMetadata().getName()), owner)));
    return owners;
  }

  /**
   * Sees every container of a namespace's pods from now on, also of those that end and go.
   *
   * @param trouble hears, once each and on another thread, what keeps a pod from running
   */
  public PodWatch watch(String namespace, Consumer<String> trouble) {
    return new PodWatch(client, namespace, trouble);
  }

  /** The last lines of a container that ended: at most ten, and 4 KiB. */
  Optional<String> lastWords(String namespace, PodTrouble.Ended ended) {
    ContainerResource container =
        client
            .pods()
            .inNamespace(namespace)
            .withName(ended.pod())
            .inContainer(ended.container())
            .withReadyWaitTimeout(0);
    TimeTailPrettyLoggable log = ended.restarted() ? container.terminated() : container;
    try (InputStream lines = log.tailingLines(LOG_LINES).getLogInputStream()) {
      String text = whole(lines.readNBytes(LOG_BYTES)).strip();
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
    } catch (KubernetesClientException | IOException e) {
      return Optional.empty(); // the kubelet has no log of it any more
    }
  }

  /** A line that the limit cut may end within a password, of which no redactor knows the half. */
  private static String whole(byte[] read) {
    String text = new String(read, StandardCharsets.UTF_8);
    return read.length < LOG_BYTES ? text : text.substring(0, text.lastIndexOf('\n') + 1);
  }

  /**
   * Runs a program in a ready pod of a workload and returns what it printed; empty where there is
   * no such pod, no such program, where this user may not, or where it takes longer.
   *
   * @param limit how long the program may take
   */
  public Optional<Answer> run(
      String namespace, Workload workload, Duration limit, String... program)
      throws ClusterException {
    Optional<String> pod =
        containers(namespace).stream()
            .filter(container -> container.workload().equals(workload) && container.ready())
            .map(RunningContainer::pod)
            .findFirst();
    return pod.flatMap(name -> answer(namespace, name, limit, program));
  }

  /** What a program in a pod said. */
  public record Answer(int exitCode, String printed) {}

  private Optional<Answer> answer(
      String namespace, String name, Duration limit, String... program) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (ExecWatch running =
        client.pods().inNamespace(namespace).withName(name).writingOutput(printed).exec(program)) {
      Integer exitCode = running.exitCode().get(limit.toSeconds(), TimeUnit.SECONDS);
      return exitCode == null || exitCode < 0 || exitCode > 125
          ? Optional.empty()
          : Optional.of(new Answer(exitCode, printed.toString(StandardCharsets.UTF_8)));
    } catch (KubernetesClientException
        | ExecutionException
        | TimeoutException
        | CancellationException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
