package dev.airgap.installer.cluster;

import dev.airgap.installer.json.Json;
import dev.airgap.installer.progress.InstallListener;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One cluster. Every write looks first, so that a second run changes nothing. */
public final class Cluster implements AutoCloseable {
  static final String FIELD_MANAGER = "bundle";
  private static final String WHO_AM_I = "/apis/authentication.k8s.io/v1/selfsubjectreviews";

  private final KubernetesClient client;
  private final Config config;
  private final HelmKubeconfig kubeconfig;
  private final Questions questions;
  private final StoredSecrets secrets;

  private Cluster(KubernetesClient client, Config config) throws IOException {
    this.client = client;
    this.config = config;
    this.kubeconfig = HelmKubeconfig.of(config);
    this.questions = new Questions(config.getMasterUrl());
    this.secrets = new StoredSecrets(client, questions);
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
    return String.valueOf(
        questions.ask("its version", () -> client.getKubernetesVersion().getGitVersion()));
  }

  /** The Kubernetes user that we are to the cluster. */
  public String user() throws ClusterException {
    String review =
        questions.ask(
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
    return questions.ask("the namespace " + name, () -> client.namespaces().withName(name).get())
        != null;
  }

  /** Makes the namespace; false if it was there. */
  public boolean ensureNamespace(String name) throws ClusterException {
    if (hasNamespace(name)) {
      return false;
    }
    questions.ask(
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
    return secrets.read(namespace, name);
  }

  /** Writes a Secret; false if it was so already. */
  public boolean applySecret(SecretContent wanted) throws ClusterException {
    return secrets.apply(wanted);
  }

  /**
   * Writes anew what Helm keeps of one revision, with the label by which Helm finds those that
   * failed; all else of the Secret stays.
   */
  public void markHelmRelease(String namespace, String name, String key, byte[] failed)
      throws ClusterException {
    secrets.replace(namespace, name, Map.of(key, failed), Map.of("status", "failed"));
  }

  /** The names of the Secrets with all of these labels. */
  public List<String> secretNames(String namespace, Map<String, String> labels)
      throws ClusterException {
    return secrets.names(namespace, labels);
  }

  /** Deletes a Secret, if it is there. */
  public void deleteSecret(String namespace, String name) throws ClusterException {
    secrets.delete(namespace, name);
  }

  /**
   * Where an address of a load balancer is reached from inside: the addresses of the Services that
   * have it. Empty also where this user may not list Services.
   */
  public Set<String> clusterAddresses(String address) {
    return new BalancedServices(client).reachedAt(address);
  }

  /**
   * Any object as the API serves it, in plain values; empty where there is none.
   *
   * @param namespace is not looked at for a kind without namespaces
   */
  public Optional<Map<String, @Nullable Object>> object(
      String apiVersion, String kind, String namespace, String name) throws ClusterException {
    return new AnyObject(client, questions).read(apiVersion, kind, namespace, name);
  }

  /** Writes an object that holds no secret, as the API takes it. */
  public void applyObject(Map<String, Object> wanted) throws ClusterException {
    new AnyObject(client, questions).apply(wanted);
  }

  /** Deletes an object, if it is there. */
  public void deleteObject(ObjectKind kind, String namespace, String name) throws ClusterException {
    deleteObject(kind.apiVersion(), kind.kind(), namespace, name);
  }

  /** Likewise, of a kind that this program has no word for. */
  public void deleteObject(String apiVersion, String kind, String namespace, String name)
      throws ClusterException {
    new AnyObject(client, questions).delete(apiVersion, kind, namespace, name);
  }

  /** Objects of kinds that other programs have added. */
  public CustomObjects customObjects() {
    return new CustomObjects(client, questions);
  }

  public Pods pods() {
    return new Pods(client);
  }

  /**
   * Makes a namespace that goes when it is closed; see {@link PassingNamespace#make}.
   *
   * @param holder who makes it, for people who find it
   */
  public PassingNamespace passingNamespace(String name, String holder) throws ClusterException {
    return PassingNamespace.make(client, questions, name, holder);
  }

  /** Further questions, which change nothing. */
  public ClusterReading reading() {
    return new ClusterReading(client, questions);
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

  @Override
  public void close() throws IOException {
    kubeconfig.close();
    client.close();
  }
}
