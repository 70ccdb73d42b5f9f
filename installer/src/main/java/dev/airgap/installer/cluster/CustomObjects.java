package dev.airgap.installer.cluster;

import dev.airgap.installer.json.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Objects of kinds that other programs have added to a cluster, in plain values. */
public final class CustomObjects {
  /** More in one namespace are not looked at. */
  private static final long MOST = 500;

  private final KubernetesClient client;
  private final Questions questions;

  CustomObjects(KubernetesClient client, Questions questions) {
    this.client = client;
    this.questions = questions;
  }

  /** Whether the cluster knows this group and version at all. */
  public boolean knows(CustomKind kind) throws ClusterException {
    return questions.ask(
            "its kinds of " + kind.apiVersion(), () -> client.raw("/apis/" + kind.apiVersion()))
        != null;
  }

  /**
   * Empty where there is none, or no such kind.
   *
   * @param namespace is not looked at for a kind without namespaces
   */
  public Optional<Map<String, @Nullable Object>> read(
      CustomKind kind, String namespace, String name) throws ClusterException {
    GenericKubernetesResource found =
        questions.ask(
            "the %s %s".formatted(kind.kind(), name),
            () -> in(kind, namespace).withName(name).get());
    return found == null ? Optional.empty() : plain(found);
  }

  /** All of a namespace, at most 500. */
  public List<Map<String, @Nullable Object>> list(CustomKind kind, String namespace)
      throws ClusterException {
    var options = new ListOptionsBuilder().withLimit(MOST).build();
    var found =
        questions.ask(
            "the %s of %s".formatted(kind.plural(), namespace),
            () -> in(kind, namespace).list(options));
    return found == null
        ? List.of()
        : found.getItems().stream().flatMap(one -> plain(one).stream()).toList();
  }

  /** Deletes an object, if it is there; what it owns goes with it. */
  public void delete(CustomKind kind, String namespace, String name) throws ClusterException {
    questions.ask(
        "to delete the %s %s/%s".formatted(kind.kind(), namespace, name),
        () -> in(kind, namespace).withName(name).delete());
  }

  private NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      in(CustomKind kind, String namespace) {
    ResourceDefinitionContext context =
        new ResourceDefinitionContext.Builder()
            .withGroup(kind.group())
            .withVersion(kind.version())
            .withKind(kind.kind())
            .withPlural(kind.plural())
            .withNamespaced(kind.namespaced())
            .build();
    MixedOperation<
            GenericKubernetesResource,
            GenericKubernetesResourceList,
            Resource<GenericKubernetesResource>>
        all = client.genericKubernetesResources(context);
    return kind.namespaced() ? all.inNamespace(namespace) : all;
  }

  private Optional<Map<String, @Nullable Object>> plain(GenericKubernetesResource found) {
    return Json.readObject(client.getKubernetesSerialization().asJson(found));
  }
}
