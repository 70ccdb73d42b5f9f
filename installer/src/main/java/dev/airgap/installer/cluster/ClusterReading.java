package dev.airgap.installer.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What else a cluster can be asked, beside what an install needs; nothing here changes it. */
public final class ClusterReading {
  /** Pods are asked for in pages, as a large cluster's do not fit into our heap at once. */
  private static final long PAGE = 250;

  private static final int MAX_PAGES = 400;

  private final KubernetesClient client;
  private final Questions questions;

  ClusterReading(KubernetesClient client, Questions questions) {
    this.client = client;
    this.questions = questions;
  }

  public List<Node> nodes() throws ClusterException {
    return items("its nodes", client.nodes()::list);
  }

  /** Shows every pod that has not ended; at most 100,000. */
  public void pods(Consumer<Pod> each) throws ClusterException {
    String next = "";
    for (int page = 0; page < MAX_PAGES && (page == 0 || !next.isEmpty()); page++) {
      ListOptions options =
          new ListOptionsBuilder()
              .withLimit(PAGE)
              .withContinue(next.isEmpty() ? null : next)
              .withFieldSelector("status.phase!=Succeeded,status.phase!=Failed")
              .build();
      var list = asked("its pods", () -> client.pods().inAnyNamespace().list(options));
      list.getItems().forEach(each);
      next = Optional.ofNullable(list.getMetadata().getContinue()).orElse("");
    }
  }

  /** The pods with this label, in any namespace. */
  public List<Pod> podsLabelled(String label, String value) throws ClusterException {
    return items(
        "the pods labelled %s=%s".formatted(label, value),
        client.pods().inAnyNamespace().withLabel(label, value)::list);
  }

  public List<IngressClass> ingressClasses() throws ClusterException {
    return items("its ingress classes", client.network().v1().ingressClasses()::list);
  }

  public List<StorageClass> storageClasses() throws ClusterException {
    return items("its storage classes", client.storage().v1().storageClasses()::list);
  }

  /** Whether this user has the right (SelfSubjectAccessReview). */
  public boolean may(Right right) throws ClusterException {
    String[] resource = right.resource().split("/", 2);
    SelfSubjectAccessReview review =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withNamespace(right.namespace())
            .withGroup(right.group())
            .withResource(resource[0])
            .withSubresource(resource.length > 1 ? resource[1] : "")
            .withVerb(right.verb())
            .endResourceAttributes()
            .endSpec()
            .build();
    return asked(
            "a right of this user",
            () -> client.authorization().v1().selfSubjectAccessReview().create(review))
        .getStatus()
        .getAllowed();
  }

  /** Empty if there is none. */
  public Optional<GenericKubernetesResource> object(ObjectKind kind, String namespace, String name)
      throws ClusterException {
    return Optional.ofNullable(
        questions.ask(
            "%s %s/%s".formatted(kind.kind(), namespace, name),
            () ->
                client
                    .genericKubernetesResources(context(kind))
                    .inNamespace(namespace)
                    .withName(name)
                    .get()));
  }

  /** The objects of a namespace with this label. */
  public List<GenericKubernetesResource> labelled(
      ObjectKind kind, String namespace, String label, String value) throws ClusterException {
    return items(
        "%s of the namespace %s".formatted(kind.plural(), namespace),
        client
                .genericKubernetesResources(context(kind))
                .inNamespace(namespace)
                .withLabel(label, value)
            ::list);
  }

  /**
   * How far the API server's clock is from ours; only of its {@code Date} header, so to a second.
   */
  public ServerClock clock() {
    return new ServerClock(client);
  }

  private static ResourceDefinitionContext context(ObjectKind kind) {
    return new ResourceDefinitionContext.Builder()
        .withGroup(kind.group())
        .withVersion(kind.version())
        .withKind(kind.kind())
        .withPlural(kind.plural())
        .withNamespaced(true)
        .build();
  }

  private <T extends HasMetadata> List<T> items(
      String what, Supplier<? extends KubernetesResourceList<T>> request) throws ClusterException {
    return asked(what, request).getItems();
  }

  private <T> T asked(String what, Supplier<T> request) throws ClusterException {
    T answer = questions.ask(what, request);
    if (answer == null) {
      throw new ClusterException("the cluster was asked for %s and says nothing".formatted(what));
    }
    return answer;
  }
}
