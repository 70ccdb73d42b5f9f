package dev.airgap.installer.workspace;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.Pods;
import dev.airgap.installer.cluster.Workload;
import dev.airgap.installer.progress.InstallListener;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.installer.site.Site;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Asks from inside the cluster whether the control plane's host leads to the ingress. A workspace's
 * server calls the control plane by that name: where DNS does not know it, its pod would crash for
 * ten minutes, and nothing would say why.
 */
public final class NameInside {
  /** The API's image is a Python program's; the name is an argument, never part of the program. */
  private static final String LOOK_UP =
      "import socket,sys\\nfor a in sorted({i[4][0] for i in socket.getaddrinfo(sys.argv[1],443)}):print(a)";

  private static final Workload API = new Workload("Deployment", "zenml-pro");

  private final Cluster cluster;
  private final InstallListener listener;
  private final Optional<String> accepted;

  /**
   * @param accepted why a name that leads elsewhere is taken all the same: a site may well have a
   *     way of its own to the ingress
   */
  public NameInside(Cluster cluster, InstallListener listener, Optional<String> accepted) {
    this.cluster = cluster;
    this.listener = listener;
    this.accepted = accepted;
  }

  void require(Site site) throws ClusterException, PersonNeededException {
    String host = site.controlPlane().host();
    Optional<Set<String>> found = addresses(site, host);
    if (found.isEmpty()) {
      listener.warning(
          "whether the cluster's DNS knows %s could not be asked from inside %s of %s within %s. If DNS there only is slow, %s"
              .formatted(
                  host,
                  API,
                  site.controlPlane().namespace(),
                  site.timeouts().dns().text(),
                  site.timeouts().dns().remedy()));
      return;
    }
    Set<String> wanted = new TreeSet<>(Set.of(site.ingress().address()));
    addresses(site, site.ingress().address()).ifPresent(wanted::addAll);
    wanted.addAll(cluster.clusterAddresses(site.ingress().address()));
    if (found.get().stream().anyMatch(wanted::contains)) {
      return;
    }
    if (accepted.isEmpty()) {
      throw new PersonNeededException(complaint(site, found.get()));
    }
    listener.warning("%s; accepted: %s".formatted(seen(site, found.get()), accepted.get()));
  }

  /** Empty if it could not be asked; an empty set if nobody knows the name. */
  private Optional<Set<String>> addresses(Site site, String host) throws ClusterException {
    Optional<Pods.Answer> answer =
        cluster
            .pods()
            .run(
                site.controlPlane().namespace(),
                API,
                site.timeouts().dns().duration(),
                "python3",
                "-c",
                LOOK_UP.translateEscapes(),
                host);
    return answer.map(
        a -> a.exitCode() == 0 ? a.printed().lines().collect(Collectors.toSet()) : Set.of());
  }

  private static String complaint(Site site, Set<String> found) {
    String table =
        site.records().entrySet().stream()
            .map(record -> "  %s -> %s".formatted(record.getKey(), record.getValue()))
            .collect(Collectors.joining("\n"));
    return seen(site, found)
        + ", but the workspaces must reach the control plane by that name. Create these DNS records where the cluster's DNS and your users find them, then run the same command again:\n"
        + table
        + "\nIf pods reach it by that address all the same: --accept dns-inside='your reason'";
  }

  private static String seen(Site site, Set<String> found) {
    return "inside the cluster %s %s"
        .formatted(
            site.controlPlane().host(),
            found.isEmpty()
                ? "is not known to DNS"
                : "leads to %s, not to the ingress %s"
                    .formatted(String.join(", ", new TreeSet<>(found)), site.ingress().address()));
  }
}
