package dev.airgap.installer.workspace;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.GeneratedSecrets;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.controlplane.ControlPlane;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.installer.workspace.ControlPlaneApi.KnownWorkspace;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import java.util.Map;
import java.util.Optional;

/** Asks the control plane what it sees of the workspaces that were enrolled from here. */
public final class SeenWorkspaces {
  private final Cluster cluster;
  private final ApiAccess access;

  private SeenWorkspaces(Cluster cluster, ApiAccess access) {
    this.cluster = cluster;
    this.access = access;
  }

  /** Logs in by the site's token, else as the administrator whose password an install made. */
  public static SeenWorkspaces by(
      Site site,
      ControlPlane plane,
      SiteHttps https,
      Cluster cluster,
      SecretValues siteSecrets,
      RunSecrets secrets)
      throws ClusterException, InvalidFileException {
    return new SeenWorkspaces(
        cluster, ApiAccess.open(site.controlPlane(), plane, https, siteSecrets, secrets));
  }

  /** Why the control plane cannot be asked; empty where it can. */
  public Optional<String> refusal() {
    return access.api().isPresent() ? Optional.empty() : Optional.of(access.refusal());
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
    Optional<KnownWorkspace> known =
        id.isEmpty() || access.api().isEmpty()
            ? Optional.empty()
            : access.api().get().workspaceById(id);
    return known.map(there -> new Seen(there.id(), there.status(), there.version()));
  }
}
