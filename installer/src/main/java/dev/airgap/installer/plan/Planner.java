package dev.airgap.installer.plan;

import dev.airgap.archive.VerifiedBundle;
import dev.airgap.helm.ChartRun;
import dev.airgap.helm.Helm;
import dev.airgap.helm.HelmException;
import dev.airgap.helm.ReleaseState;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryException;
import dev.airgap.registry.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Computes every action against the real registry and cluster; only reads. */
public final class Planner {
  private final Cluster cluster;
  private final RegistryClient registry;
  private final Helm helm;

  public Planner(Cluster cluster, RegistryClient registry, Helm helm) {
    this.cluster = cluster;
    this.registry = registry;
    this.helm = helm;
  }

  /**
   * @param runs the charts as they passed the gate
   */
  public InstallPlan plan(VerifiedBundle bundle, Site site, List<ChartRun> runs)
      throws ClusterException, RegistryException, HelmException {
    List<String> actions = new ArrayList<>();
    for (ImageEntry image : bundle.manifest().images()) {
      actions.add(imageAction(site, image));
    }
    for (String namespace : namespaces(site)) {
      boolean there = cluster.hasNamespace(namespace);
      actions.add("namespace  %s%s".formatted(namespace, there ? ": is there" : ""));
    }
    actions.add(
        "internal CA for %s%s"
            .formatted(
                site.certificateDomain(),
                cluster.secret("bundle-system", "internal-ca").isPresent() ? ": is there" : ""));
    hosts(site).forEach((host, namespace) -> actions.add("certificate for " + host));
    for (ChartRun run : runs) {
      actions.add(releaseAction(run));
    }
    Map<String, String> dns = new TreeMap<>();
    hosts(site).forEach((host, namespace) -> dns.put(host, site.ingress().address()));
    return new InstallPlan(
        bundle.manifest().release(),
        cluster.context(),
        cluster.server(),
        cluster.version(),
        actions,
        dns,
        warnings(site));
  }

  private String imageAction(Site site, ImageEntry image) throws RegistryException {
    Repository repository =
        new Repository(site.registry().host(), site.registry().path() + "/" + image.name());
    Optional<Digest> there = registry.manifestDigest(repository, image.tag());
    String state =
        there
            .map(d -> d.equals(image.digest()) ? ": is there" : ": holds another digest, " + d)
            .orElse(" (%d bytes at most)".formatted(image.size()));
    return "image      %s:%s@%s%s".formatted(repository, image.tag(), image.digest(), state);
  }

  private String releaseAction(ChartRun run) throws HelmException {
    Optional<ReleaseState> there = helm.status(run.release(), cluster.kubeconfig());
    return "release    %s: %s".formatted(run.release(), there.map(Planner::next).orElse("install"));
  }

  /** The rule for what a killed run left is said here, before it is applied. */
  private static String next(ReleaseState state) {
    if (state.status().equals("deployed")) {
      return "upgrade if chart or values differ (revision %d runs)".formatted(state.revision());
    }
    return state.revision() == 1
        ? "is %s and never ran: uninstall it, then install (data is in the databases)"
            .formatted(state.status())
        : "is %s: upgrade again".formatted(state.status());
  }

  private static List<String> warnings(Site site) {
    List<String> warnings = new ArrayList<>(site.warnings());
    if (!site.controlPlane().values().isEmpty()) {
      warnings.add(
          "your controlPlane.values win over ours: " + site.controlPlane().values().keySet());
    }
    for (WorkspaceSite workspace : site.workspaces()) {
      if (!workspace.values().isEmpty()) {
        warnings.add(
            "your values of workspace %s win over ours: %s"
                .formatted(workspace.name(), workspace.values().keySet()));
      }
    }
    return warnings;
  }

  /** The namespaces that hold the product, and ours. */
  public static List<String> namespaces(Site site) {
    List<String> namespaces = new ArrayList<>(List.of("bundle-system"));
    namespaces.addAll(new TreeMap<>(hosts(site)).values());
    return namespaces.stream().distinct().toList();
  }

  /** Host to the namespace of what answers there. */
  public static Map<String, String> hosts(Site site) {
    Map<String, String> hosts = new TreeMap<>();
    hosts.put(site.controlPlane().host(), site.controlPlane().namespace());
    site.workspaces().forEach(w -> hosts.put(w.host(), w.namespace()));
    return hosts;
  }
}
