package dev.airgap.installer.cluster;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NamespaceCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * A namespace that is made for one run, and deleted with all that is in it however the run ends.
 * What a killed run left is deleted by the next one; a namespace of that name that somebody else
 * made is left alone.
 */
public final class PassingNamespace implements AutoCloseable {
  /** Of the pods that look from inside the cluster. */
  public static final String PROBES = "bundle-probe";

  /** What tells ours from a namespace of the same name. */
  static final Map<String, String> LABELS =
      Map.of("app.kubernetes.io/managed-by", Cluster.FIELD_MANAGER, "airgap.dev/passing", "true");

  private static final String MADE_BY = "airgap.dev/made-by";
  private static final Duration GONE = Duration.ofSeconds(30);
  private static final Duration READY = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final KubernetesClient client;
  private final Namespace made;
  private final Thread onStop = new Thread(this::delete, "passing-namespace");

  private PassingNamespace(KubernetesClient client, Namespace made) {
    this.client = client;
    this.made = made;
  }

  /**
   * Takes at most 40 seconds: an older one has to be gone, and the account that its pods run as has
   * to be there.
   *
   * @param holder who makes it, for people who find it
   * @throws ClusterException also where a namespace of that name is not ours
   */
  static PassingNamespace make(
      KubernetesClient client, Questions questions, String name, String holder)
      throws ClusterException {
    removeOlder(client, questions, name);
    Namespace wanted =
        new NamespaceBuilder()
            .withNewMetadata()
            .withName(name)
            .withLabels(LABELS)
            .addToAnnotations(MADE_BY, holder)
            .endMetadata()
            .build();
    Namespace made =
        questions.ask("to make the namespace " + name, () -> client.resource(wanted).create());
    if (made == null) {
      throw new ClusterException("the cluster made no namespace " + name);
    }
    PassingNamespace passing = new PassingNamespace(client, made);
    Runtime.getRuntime().addShutdownHook(passing.onStop);
    passing.awaitAccount(questions);
    return passing;
  }

  private static void removeOlder(KubernetesClient client, Questions questions, String name)
      throws ClusterException {
    String what = "the namespace " + name;
    Namespace older = questions.ask(what, () -> client.namespaces().withName(name).get());
    if (older == null) {
      return;
    }
    Map<String, String> labels = older.getMetadata().getLabels();
    if (labels == null || !labels.entrySet().containsAll(LABELS.entrySet())) {
      throw new ClusterException(
          "%s is there, and not made by us, so that it is left alone: rename it, or delete it if nobody needs it (kubectl get all -n %s)"
              .formatted(what, name));
    }
    questions.ask("to delete " + what, () -> client.namespaces().withName(name).delete());
    if (!within(GONE, () -> client.namespaces().withName(name).get() == null)) {
      throw new ClusterException(
          "%s of an earlier run is still being deleted: %s"
              .formatted(what, keeping(client.namespaces().withName(name).get())));
    }
  }

  /** What Kubernetes says it waits for. */
  private static String keeping(Namespace older) {
    List<NamespaceCondition> conditions =
        older == null || older.getStatus() == null ? List.of() : older.getStatus().getConditions();
    String words =
        conditions.stream()
            .filter(one -> "True".equals(one.getStatus()))
            .map(one -> String.valueOf(one.getMessage()))
            .collect(Collectors.joining(", "));
    return words.isEmpty() ? "look at it with 'kubectl get namespace -o yaml'" : words;
  }

  /** A controller makes it; no pod can be made before. */
  private void awaitAccount(Questions questions) throws ClusterException {
    boolean there =
        within(
            READY,
            () -> client.serviceAccounts().inNamespace(name()).withName("default").get() != null);
    if (!there) {
      close();
      throw new ClusterException(
          "the cluster at %s made no service account in the namespace %s within %d s: its controller manager does not work"
              .formatted(questions.server(), name(), READY.toSeconds()));
    }
  }

  private static boolean within(Duration patience, BooleanSupplier question)
      throws ClusterException {
    Instant end = Instant.now().plus(patience);
    while (Instant.now().isBefore(end)) {
      try {
        if (question.getAsBoolean()) {
          return true;
        }
        Thread.sleep(PAUSE);
      } catch (KubernetesClientException e) {
        throw new ClusterException(
            "a namespace of ours could not be looked at: " + ClusterWords.of(e), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ClusterException("stopped while waiting for a namespace", e);
      }
    }
    return false;
  }

  public String name() {
    return made.getMetadata().getName();
  }

  public PassingPods pods() {
    return new PassingPods(client, name());
  }

  /** Only this very one: another run may have made one of the same name since. */
  private void delete() {
    boolean interrupted = Thread.interrupted();
    try {
      Optional.ofNullable(client.namespaces().withName(name()).get())
          .filter(there -> there.getMetadata().getUid().equals(made.getMetadata().getUid()))
          .ifPresent(there -> client.namespaces().withName(name()).delete());
    } catch (KubernetesClientException | IllegalStateException e) {
      // nobody answers, or the client was closed before: the next run deletes it
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Asks for its deletion, which ends a little later. */
  @Override
  public void close() {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(onStop);
    } catch (IllegalStateException e) {
      // it runs now, and does the same
    }
  }
}
