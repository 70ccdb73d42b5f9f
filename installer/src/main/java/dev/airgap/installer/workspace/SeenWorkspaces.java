package dev.airgap.installer.workspace;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.GeneratedSecrets;
import dev.airgap.installer.controlplane.ControlPlane;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.installer.workspace.ControlPlaneApi.KnownWorkspace;
import dev.airgap.secrets.RunSecrets;
import java.util.Map;
import java.util.Optional;

/** Asks the control plane what it sees of the workspaces that were enrolled from here. */
public final class SeenWorkspaces {
  private final Cluster cluster;
  private final ControlPlaneApi api;

  private SeenWorkspaces(Cluster cluster, ControlPlaneApi api) {
    this.cluster = cluster;
    this.api = api;
  }

  /** Logs in as the administrator whose password an install made. */
  public static SeenWorkspaces by(
      ControlPlane plane, SiteHttps https, Cluster cluster, RunSecrets secrets)
      throws ClusterException {
    return new SeenWorkspaces(
        cluster,
        ControlPlaneApi.login(https, plane.host(), plane.admin(), plane.adminPassword(), secrets));
  }

  /**
   * One workspace by the control plane's words.
   *
   * @param status such as {@code available}
   * @param version as its server told the control plane
   */
  public record Seen(String id, String status, Optional<String> version) {}

  /** Empty where it was never enrolled from here, or where the control plane does not know it. */
  public Optional<Seen> look(WorkspaceSite workspace) throws ClusterException {
    Map<String, String> record = GeneratedSecrets.read(cluster, Enrolling.record(workspace));
    String id = record.getOrDefault(Enrolling.WORKSPACE, "");
    Optional<KnownWorkspace> known = id.isEmpty() ? Optional.empty() : api.workspaceById(id);
    return known.map(there -> new Seen(there.id(), there.status(), there.version()));
  }
}
