package dev.airgap.installer.check;

import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.cluster.ObjectKind;
import dev.airgap.installer.cluster.PassingNamespace;
import dev.airgap.installer.cluster.Right;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Every right that an install of these releases uses. */
final class NeededRights {
  private static final String BATCH = "batch";

  private final Set<Right> rights = new LinkedHashSet<>();

  private NeededRights() {}

  /**
   * @param missing namespaces that an install makes
   */
  static Set<Right> of(List<PlannedRelease> releases, Set<String> namespaces, Set<String> missing) {
    NeededRights needed = new NeededRights();
    needed.add("", "", "namespaces", "get");
    if (!missing.isEmpty()) {
      needed.add("", "", "namespaces", "create");
    }
    needed.ofOurs();
    needed.ofProbes();
    namespaces.forEach(needed::ofEach);
    for (PlannedRelease release : releases) {
      release.objects().forEach(needed::toMake);
    }
    return needed.rights;
  }

  /** What lies in {@code bundle-system}: the Lease, and Secrets that no chart knows. */
  private void ofOurs() {
    String ours = InstallLease.NAMESPACE;
    add(ours, "coordination.k8s.io", "leases", "get", "create", "update", "delete");
    add(ours, "", "secrets", "get", "create", "patch", "update");
  }

  /** The namespace whose pods look from inside the cluster, and what is in it. */
  private void ofProbes() {
    String probes = PassingNamespace.PROBES;
    add(probes, "", "namespaces", "get", "create", "delete");
    add(probes, "", "serviceaccounts", "get");
    add(probes, "", "secrets", "get", "create", "patch", "update");
    add(probes, "", "pods", "list", "create");
    add(probes, "", "pods/log", "get");
    add(probes, "", "pods/portforward", "get", "create");
    add(probes, "", "events", "list");
  }

  /** Helm's own records, pull secrets, and what is seen of pods while they start. */
  private void ofEach(String namespace) {
    add(namespace, "", "secrets", "get", "list", "create", "patch", "update", "delete");
    add(namespace, "", "pods", "get", "list", "watch");
    add(namespace, "", "pods/log", "get");
    add(namespace, "", "pods/exec", "get", "create");
    add(namespace, "", "events", "list", "watch");
    add(namespace, "apps", "replicasets", "list");
    add(namespace, BATCH, "jobs", "list", "watch");
  }

  private void toMake(RenderedObject object) {
    object
        .kind()
        .ifPresent(kind ->
            add(
                object.namespace(),
                kind.group(),
                kind.plural(),
                "get",
                "create",
                "patch",
                "delete"));
    if (object.kind().filter(ObjectKind.ROLE_BINDING::equals).isPresent()) {
      add(object.namespace(), ObjectKind.ROLE.group(), ObjectKind.ROLE.plural(), "bind");
    }
  }

  private void add(String namespace, String group, String resource, String... verbs) {
    Stream.of(verbs).forEach(verb -> rights.add(new Right(namespace, group, resource, verb)));
  }
}
