package dev.airgap.installer.check;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.ClusterReading;
import dev.airgap.installer.cluster.ObjectKind;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A storage class for each volume that the charts claim. */
record StorageLook(ClusterReading cluster, List<PlannedRelease> releases) implements Look {
  private static final List<String> DEFAULT =
      List.of(
          "storageclass.kubernetes.io/is-default-class",
          "storageclass.beta.kubernetes.io/is-default-class");

  /** A claim that a chart makes; without a class it wants the cluster's default. */
  private record Claim(String name, Optional<String> className) {}

  @Override
  public Check check() {
    return Check.STORAGE_CLASS;
  }

  @Override
  public List<Finding> findings() throws ClusterException {
    List<Claim> claims = claims();
    if (claims.isEmpty()) {
      return List.of(Finding.green(check(), "volumes", "the charts claim none"));
    }
    List<StorageClass> classes = cluster.storageClasses();
    return claims.stream().map(claim -> finding(claim, classes)).toList();
  }

  private List<Claim> claims() {
    List<Claim> claims = new ArrayList<>();
    for (PlannedRelease release : releases) {
      for (RenderedObject object : release.objects()) {
        if (object.kind().filter(ObjectKind.CLAIM::equals).isPresent()) {
          claims.add(claim(object.namespace(), object.content()));
        }
        RenderedObject.list(object.at("spec"), "volumeClaimTemplates")
            .forEach(template -> claims.add(claim(object.namespace(), template)));
      }
    }
    return claims;
  }

  private static Claim claim(String namespace, Map<?, ?> claim) {
    String name = String.valueOf(RenderedObject.inside(claim, "metadata").get("name"));
    Map<?, ?> spec = RenderedObject.inside(claim, "spec");
    return new Claim(namespace + "/" + name, RenderedObject.text(spec, "storageClassName"));
  }

  private Finding finding(Claim claim, List<StorageClass> classes) {
    String there =
        classes.stream()
            .map(one -> one.getMetadata().getName())
            .sorted()
            .collect(Collectors.joining(", "));
    if (claim.className().isEmpty()) {
      return classes.stream().anyMatch(StorageLook::isDefault)
          ? Finding.green(check(), claim.name(), "takes the default class")
          : Finding.red(
              check(),
              claim.name(),
              "wants the default storage class, and the cluster has none (%s)"
                  .formatted(there.isEmpty() ? "it has no class at all" : "but " + there),
              "kubectl annotate storageclass NAME storageclass.kubernetes.io/is-default-class=true,"
                  + " or name a class in the site file (backup: {volume: {storageClass: NAME}} of a database)");
    }
    String wanted = claim.className().get();
    if (wanted.isEmpty()) {
      return Finding.yellow(
          check(),
          claim.name(),
          "wants a volume without a class, which a person has to make",
          "kubectl get pv");
    }
    return classes.stream().anyMatch(one -> one.getMetadata().getName().equals(wanted))
        ? Finding.green(check(), claim.name(), "takes the class " + wanted)
        : Finding.red(
            check(),
            claim.name(),
            "wants the storage class %s, and the cluster has %s"
                .formatted(wanted, there.isEmpty() ? "none" : there),
            "name one of those in the site file ('kubectl get storageclass' lists them), or"
                + " make the class");
  }

  private static boolean isDefault(StorageClass one) {
    Map<String, String> annotations = one.getMetadata().getAnnotations();
    return annotations != null
        && DEFAULT.stream().anyMatch(key -> "true".equals(annotations.get(key)));
  }
}
