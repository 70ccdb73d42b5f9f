package dev.airgap.installer.cluster;

import dev.airgap.installer.json.Json;
import dev.airgap.installer.progress.InstallListener;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One cluster. Every write looks first, so that a second run changes nothing. */
public final class Cluster implements AutoCloseable {
  static final String FIELD_MANAGER = "bundle";
  private static final String WHO_AM_I = "/apis/authentication.k8s.io/v1/selfsubjectreviews";

  private final KubernetesClient client;
  private final Config config;
  private final HelmKubeconfig kubeconfig;

  private Cluster(KubernetesClient client, Config config) throws IOException {
    this.client = client;
    this.config = config;
    this.kubeconfig = HelmKubeconfig.of(config);
  }

  /** Connects by the usual kubeconfig rules; nothing is asked of the cluster yet. */
  public static Cluster connect(ClusterSelection selection)
      throws WrongClusterException, IOException {
    Config config = selection.config();
    try {
      return new Cluster(new KubernetesClientBuilder().withConfig(config).build(), config);
    } catch (KubernetesClientException e) {
      throw new WrongClusterException(
          "the kubeconfig's credentials for %s cannot be used: %s"
              .formatted(config.getMasterUrl(), ClusterWords.causes(e)));
    }
  }

  public String server() {
    return config.getMasterUrl();
  }

  public String context() {
    return config.getCurrentContext() == null
        ? "(in-cluster or none)"
        : config.getCurrentContext().getName();
  }

  /** A kubeconfig for Helm that leads to this cluster alone; gone when this is closed. */
  public java.nio.file.Path kubeconfig() {
    return kubeconfig.file();
  }

  /** E.g. {@code v1.34.4}. */
  public String version() throws ClusterException {
    return String.valueOf(ask("its version", () -> client.getKubernetesVersion().getGitVersion()));
  }

  /** The Kubernetes user that we are to the cluster. */
  public String user() throws ClusterException {
    String review =
        ask(
            "who we are",
            () ->
                client.raw(
                    WHO_AM_I,
                    "POST",
                    Map.of("apiVersion", "authentication.k8s.io/v1", "kind", "SelfSubjectReview")));
    return Json.readObject(String.valueOf(review))
        .flatMap(object -> child(object, "status"))
        .flatMap(status -> child(status, "userInfo"))
        .map(user -> String.valueOf(user.get("username")))
        .orElse("unknown");
  }

  @SuppressWarnings("unchecked") // a JSON object's keys are texts
  private static Optional<Map<String, @Nullable Object>> child(
      Map<String, @Nullable Object> object, String key) {
    return object.get(key) instanceof Map<?, ?> map
        ? Optional.of((Map<String, @Nullable Object>) map)
        : Optional.empty();
  }

  public boolean hasNamespace(String name) throws ClusterException {
    return ask("the namespace " + name, () -> client.namespaces().withName(name).get()) != null;
  }

  /** Makes the namespace; false if it was there. */
  public boolean ensureNamespace(String name) throws ClusterException {
    if (hasNamespace(name)) {
      return false;
    }
    ask(
        "to make the namespace " + name,
        () ->
            client
                .resource(
                    new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
                .create());
    return true;
  }

  /** The data of a Secret; empty if there is none. */
  public Optional<Map<String, byte[]>> secret(String namespace, String name)
      throws ClusterException {
    Secret found =
        ask(
            "the Secret %s/%s".formatted(namespace, name),
            () -> client.secrets().inNamespace(namespace).withName(name).get());
    return found == null ? Optional.empty() : Optional.of(decoded(found));
  }

  private static Map<String, byte[]> decoded(Secret secret) {
    Map<String, byte[]> data = new TreeMap<>();
    if (secret.getData() != null) {
      secret.getData().forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
    }
    return data;
  }

  /** Writes a Secret; false if it was so already. */
  public boolean applySecret(SecretContent wanted) throws ClusterException {
    Optional<Map<String, byte[]>> there = secret(wanted.namespace(), wanted.name());
    if (there.isPresent() && same(there.get(), wanted.data())) {
      return false;
    }
    Map<String, String> data = new TreeMap<>();
    wanted.data().forEach((key, value) -> data.put(key, Base64.getEncoder().encodeToString(value)));
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace(wanted.namespace())
            .withName(wanted.name())
            .addToLabels("app.kubernetes.io/managed-by", FIELD_MANAGER)
            .endMetadata()
            .withType(wanted.type())
            .withData(data)
            .build();
    ask(
        "to write the Secret %s/%s".formatted(wanted.namespace(), wanted.name()),
        () ->
            client.resource(secret).fieldManager(FIELD_MANAGER).forceConflicts().serverSideApply());
    if (there.isPresent() && !data.keySet().containsAll(there.get().keySet())) {
      removeOthers(secret);
    }
    return true;
  }

  /** The server leaves the keys that another program added, and each run would find them again. */
  private void removeOthers(Secret wanted) throws ClusterException {
    String namespace = wanted.getMetadata().getNamespace();
    String name = wanted.getMetadata().getName();
    ask(
        "to write the Secret %s/%s".formatted(namespace, name),
        () ->
            client
                .secrets()
                .inNamespace(namespace)
                .withName(name)
                .edit(there -> new SecretBuilder(there).withData(wanted.getData()).build()));
  }

  private static boolean same(Map<String, byte[]> one, Map<String, byte[]> other) {
    return one.keySet().equals(other.keySet())
        && one.entrySet().stream()
            .allMatch(e -> Arrays.equals(e.getValue(), other.get(e.getKey())));
  }

  /**
   * Where an address of a load balancer is reached from inside: the addresses of the Services that
   * have it. Empty also where this user may not list Services.
   */
  public Set<String> clusterAddresses(String address) {
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

  public Pods pods() {
    return new Pods(client);
  }

  InstallLease lease() {
    return new InstallLease(client);
  }

  /** Takes the Lease that keeps two operators apart. */
  public InstallLease takeLease(String holder, Clock clock, InstallListener listener)
      throws ClusterException {
    ensureNamespace(InstallLease.NAMESPACE);
    InstallLease lease = lease();
    lease.take(holder, clock, listener);
    return lease;
  }

  private <T> @Nullable T ask(String what, Supplier<@Nullable T> request) throws ClusterException {
    try {
      return request.get();
    } catch (KubernetesClientException e) {
      throw new ClusterException(
          "the cluster at %s was asked for %s: %s".formatted(server(), what, ClusterWords.of(e)),
          e);
    }
  }

  @Override
  public void close() throws IOException {
    kubeconfig.close();
    client.close();
  }
}
