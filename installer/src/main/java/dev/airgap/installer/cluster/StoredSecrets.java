package dev.airgap.installer.cluster;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The Secrets that a cluster keeps; one that is as wanted is not written again. */
final class StoredSecrets {
  private final KubernetesClient client;
  private final Questions questions;

  StoredSecrets(KubernetesClient client, Questions questions) {
    this.client = client;
    this.questions = questions;
  }

  /** The data of a Secret; empty if there is none. */
  Optional<Map<String, byte[]>> read(String namespace, String name) throws ClusterException {
    Secret found =
        questions.ask(
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
  boolean apply(SecretContent wanted) throws ClusterException {
    Optional<Map<String, byte[]>> there = read(wanted.namespace(), wanted.name());
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
            .addToLabels("app.kubernetes.io/managed-by", Cluster.FIELD_MANAGER)
            .endMetadata()
            .withType(wanted.type())
            .withData(data)
            .build();
    questions.ask(
        "to write the Secret %s/%s".formatted(wanted.namespace(), wanted.name()),
        () ->
            client
                .resource(secret)
                .fieldManager(Cluster.FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply());
    if (there.isPresent() && !data.keySet().containsAll(there.get().keySet())) {
      removeOthers(secret);
    }
    return true;
  }

  /** The server leaves the keys that another program added, and each run would find them again. */
  private void removeOthers(Secret wanted) throws ClusterException {
    String namespace = wanted.getMetadata().getNamespace();
    String name = wanted.getMetadata().getName();
    questions.ask(
        "to write the Secret %s/%s".formatted(namespace, name),
        () ->
            client
                .secrets()
                .inNamespace(namespace)
                .withName(name)
                .edit(there -> new SecretBuilder(there).withData(wanted.getData()).build()));
  }

  /** Puts these values and labels into a Secret that is there; all else of it stays. */
  void replace(
      String namespace, String name, Map<String, byte[]> values, Map<String, String> labels)
      throws ClusterException {
    Map<String, String> data = new TreeMap<>();
    values.forEach((key, value) -> data.put(key, Base64.getEncoder().encodeToString(value)));
    questions.ask(
        "to write the Secret %s/%s".formatted(namespace, name),
        () ->
            client
                .secrets()
                .inNamespace(namespace)
                .withName(name)
                .edit(there ->
                    new SecretBuilder(there)
                        .addToData(data)
                        .editMetadata()
                        .addToLabels(labels)
                        .endMetadata()
                        .build()));
  }

  /** The names of the Secrets with all of these labels. */
  List<String> names(String namespace, Map<String, String> labels) throws ClusterException {
    List<String> names =
        questions.ask(
            "the Secrets of " + namespace,
            () ->
                client
                    .secrets()
                    .inNamespace(namespace)
                    .withLabels(labels)
                    .list()
                    .getItems()
                    .stream()
                    .map(secret -> secret.getMetadata().getName())
                    .toList());
    return names == null ? List.of() : names;
  }

  /** Deletes a Secret, if it is there. */
  void delete(String namespace, String name) throws ClusterException {
    questions.ask(
        "to delete the Secret %s/%s".formatted(namespace, name),
        () -> client.secrets().inNamespace(namespace).withName(name).delete());
  }

  private static boolean same(Map<String, byte[]> one, Map<String, byte[]> other) {
    return one.keySet().equals(other.keySet())
        && one.entrySet().stream()
            .allMatch(e -> Arrays.equals(e.getValue(), other.get(e.getKey())));
  }
}
