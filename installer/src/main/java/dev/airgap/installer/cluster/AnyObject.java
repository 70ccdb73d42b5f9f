package dev.airgap.installer.cluster;

import dev.airgap.installer.json.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Objects of kinds that this program has no class for. */
record AnyObject(KubernetesClient client, Questions questions) {
  Optional<Map<String, @Nullable Object>> read(
      String apiVersion, String kind, String namespace, String name) throws ClusterException {
    GenericKubernetesResource found =
        questions.ask(
            "the %s %s/%s".formatted(kind, namespace, name),
            () ->
                client
                    .genericKubernetesResources(apiVersion, kind)
                    .inNamespace(namespace)
                    .withName(name)
                    .get());
    return found == null
        ? Optional.empty()
        : Json.readObject(client.getKubernetesSerialization().asJson(found));
  }

  /** Writes it; fields that we wrote before and that are not in it any more go. */
  void apply(Map<String, Object> content) throws ClusterException {
    GenericKubernetesResource wanted =
        client
            .getKubernetesSerialization()
            .unmarshal(Json.write(content), GenericKubernetesResource.class);
    questions.ask(
        "to write the %s %s/%s"
            .formatted(
                wanted.getKind(),
                wanted.getMetadata().getNamespace(),
                wanted.getMetadata().getName()),
        () ->
            client
                .resource(wanted)
                .fieldManager(Cluster.FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply());
  }

  /** Deletes it, if it is there. */
  void delete(String apiVersion, String kind, String namespace, String name)
      throws ClusterException {
    questions.ask(
        "to delete the %s %s/%s".formatted(kind, namespace, name),
        () ->
            client
                .genericKubernetesResources(apiVersion, kind)
                .inNamespace(namespace)
                .withName(name)
                .delete());
  }
}
