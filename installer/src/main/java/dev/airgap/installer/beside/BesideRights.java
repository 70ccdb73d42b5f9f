package dev.airgap.installer.beside;

import dev.airgap.installer.cluster.ObjectKind;
import dev.airgap.installer.cluster.Right;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The rights that keeping these objects uses; none where the site file wants none. */
public final class BesideRights {
  private static final List<String> VERBS = List.of("get", "list", "create", "patch", "delete");

  private BesideRights() {}

  public static Set<Right> of(List<ReleasedPart> parts) {
    Set<Right> rights = new LinkedHashSet<>();
    for (ReleasedPart part : parts) {
      if (part.running().budget().isPresent()) {
        ObjectKind budget = ObjectKind.DISRUPTION_BUDGET;
        VERBS.forEach(verb ->
            rights.add(
                new Right(part.release().namespace(), budget.group(), budget.plural(), verb)));
      }
      part.running().workloads().ifPresent(manager -> add(manager.namespace(), rights));
    }
    return rights;
  }

  /** Kubernetes lets nobody give away a right in a role that he has not himself. */
  private static void add(String namespace, Set<Right> rights) {
    rights.add(new Right("", "", "namespaces", "create"));
    for (ObjectKind kind :
        List.of(ObjectKind.SERVICE_ACCOUNT, ObjectKind.ROLE, ObjectKind.ROLE_BINDING)) {
      for (String verb : List.of("get", "create", "patch")) {
        rights.add(new Right(namespace, kind.group(), kind.plural(), verb));
      }
    }
    for (String verb : List.of("get", "create", "patch", "update")) {
      rights.add(new Right(namespace, "", "secrets", verb));
    }
    for (Workloads.Rule rule : Workloads.RULES) {
      rule.verbs()
          .forEach(verb -> rights.add(new Right(namespace, rule.group(), rule.resource(), verb)));
    }
  }
}
