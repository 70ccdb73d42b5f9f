package dev.airgap.installer.check;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.ClusterReading;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.cluster.PassingNamespace;
import dev.airgap.installer.cluster.Right;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Asks for every right that an install uses; all that are missing at once, with the roles that
 * would give them.
 *
 * @param more what else is used, beside what the releases' objects need
 */
record RightsLook(Cluster cluster, List<PlannedRelease> releases, Set<Right> more) implements Look {
  /** Without it one question of the install stays open: whether DNS inside knows the host. */
  private static final String OPTIONAL = "pods/exec";

  /** Without these nothing is looked at from inside the cluster. */
  private static final String PROBES = PassingNamespace.PROBES;

  @Override
  public Check check() {
    return Check.RIGHTS;
  }

  @Override
  public List<Finding> findings() throws ClusterException {
    ClusterReading reading = cluster.reading();
    Set<String> namespaces = new TreeSet<>();
    releases.forEach(release -> namespaces.add(release.release().namespace()));
    Set<Right> needed = NeededRights.of(releases, namespaces, missingNamespaces(namespaces));
    needed.addAll(more);
    Set<String> free = new HashSet<>();
    for (String namespace : namespacesOf(needed)) {
      if (reading.may(Right.everything(namespace))) {
        free.add(namespace);
      }
    }
    List<Right> lacking = new ArrayList<>();
    for (Right right : needed) {
      if (!free.contains("") && !free.contains(right.namespace()) && !reading.may(right)) {
        lacking.add(right);
      }
    }
    return List.of(finding(needed.size(), lacking));
  }

  /** A name that may not even be asked for counts as missing: its right to get is asked for. */
  private Set<String> missingNamespaces(Set<String> namespaces) {
    Set<String> missing = new LinkedHashSet<>();
    Set<String> all = new TreeSet<>(namespaces);
    all.add(InstallLease.NAMESPACE);
    for (String namespace : all) {
      try {
        if (!cluster.hasNamespace(namespace)) {
          missing.add(namespace);
        }
      } catch (ClusterException e) {
        missing.add(namespace);
      }
    }
    return missing;
  }

  private static Set<String> namespacesOf(Set<Right> needed) {
    Set<String> namespaces = new TreeSet<>();
    needed.forEach(right -> namespaces.add(right.namespace()));
    return namespaces;
  }

  private Finding finding(int asked, List<Right> lacking) throws ClusterException {
    String user = cluster.user();
    if (lacking.isEmpty()) {
      return Finding.green(
          check(), "rights", "%s has all %d that are needed".formatted(user, asked));
    }
    String seen =
        "%s lacks %d of the %d rights that an install uses".formatted(user, lacking.size(), asked);
    String remedy =
        "an administrator gives them with 'kubectl apply -f -' and this; a namespace that is not"
            + " there yet has to be made first\n"
            + new RoleText(user).of(lacking.stream().map(RightsLook::lasting).distinct().toList());
    boolean optional = lacking.stream().allMatch(RightsLook::isOptional);
    return optional
        ? Finding.yellow(check(), "rights", seen, remedy)
        : Finding.red(check(), "rights", seen, remedy);
  }

  private static boolean isOptional(Right right) {
    return right.resource().equals(OPTIONAL) || right.namespace().equals(PROBES);
  }

  /** A role in a namespace that each run deletes would go with it. */
  private static Right lasting(Right right) {
    return right.namespace().equals(PROBES)
        ? new Right("", right.group(), right.resource(), right.verb())
        : right;
  }
}
