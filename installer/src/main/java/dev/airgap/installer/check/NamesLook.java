package dev.airgap.installer.check;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.ClusterReading;
import dev.airgap.installer.cluster.ObjectKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names that a release would take, and that are somebody else's already: Helm adopts only what has
 * its marks with this release's name, and stops in the middle otherwise.
 */
record NamesLook(ClusterReading cluster, PlannedRelease release) implements Look {
  static final String MANAGER = "app.kubernetes.io/managed-by";
  static final String NAME = "meta.helm.sh/release-name";
  static final String NAMESPACE = "meta.helm.sh/release-namespace";

  @Override
  public Check check() {
    return Check.NAMES;
  }

  @Override
  public List<Finding> findings() throws ClusterException {
    List<Finding> findings = new ArrayList<>();
    int asked = 0;
    for (RenderedObject object : release.objects()) {
      Optional<ObjectKind> kind = object.kind().filter(one -> !object.isHook());
      if (kind.isPresent()) {
        asked++;
        cluster
            .object(kind.get(), object.namespace(), object.name())
            .flatMap(there -> finding(kind.get(), object, there))
            .ifPresent(findings::add);
      }
    }
    return findings.isEmpty()
        ? List.of(
            Finding.green(
                check(),
                release.release().toString(),
                "%d names are free, or this release's own".formatted(asked)))
        : findings;
  }

  private Optional<Finding> finding(
      ObjectKind kind, RenderedObject object, GenericKubernetesResource there) {
    Map<String, String> marks = orEmpty(there.getMetadata().getAnnotations());
    Map<String, String> labels = orEmpty(there.getMetadata().getLabels());
    boolean marked =
        "Helm".equals(labels.get(MANAGER))
            && marks.containsKey(NAME)
            && marks.containsKey(NAMESPACE);
    boolean own =
        marked
            && release.release().name().equals(marks.get(NAME))
            && release.release().namespace().equals(marks.get(NAMESPACE));
    if (own) {
      return Optional.empty();
    }
    String subject = "%s %s/%s".formatted(kind.kind(), object.namespace(), object.name());
    return Optional.of(marked ? others(subject, marks) : unmarked(subject, kind, object));
  }

  private Finding others(String subject, Map<String, String> marks) {
    String namespace = marks.getOrDefault(NAMESPACE, "");
    String name = marks.getOrDefault(NAME, "");
    return Finding.red(
        check(),
        subject,
        "is there, and belongs to the Helm release %s/%s".formatted(namespace, name),
        "'helm -n %s get manifest %s' shows what that is. Name another namespace in the site file, or, if nobody needs it: helm -n %s uninstall %s"
            .formatted(namespace, name, namespace, name));
  }

  private Finding unmarked(String subject, ObjectKind kind, RenderedObject object) {
    String what = "-n %s %s %s".formatted(object.namespace(), kind.plural(), object.name());
    return Finding.red(
        check(),
        subject,
        "is there without Helm's marks, and Helm would stop at it",
        "look at it: kubectl get %1$s -o yaml. If nobody needs it: kubectl delete %1$s. To hand it to the release: kubectl annotate %1$s %2$s=%3$s %4$s=%5$s && kubectl label %1$s %6$s=Helm --overwrite"
            .formatted(
                what,
                NAME,
                release.release().name(),
                NAMESPACE,
                release.release().namespace(),
                MANAGER));
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }
}
