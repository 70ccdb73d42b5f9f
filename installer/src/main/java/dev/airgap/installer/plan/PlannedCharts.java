package dev.airgap.installer.plan;

import dev.airgap.archive.VerifiedBundle;
import dev.airgap.helm.HelmException;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.controlplane.ChartInputs;
import dev.airgap.installer.controlplane.ChartSettings;
import dev.airgap.installer.controlplane.ControlPlanes;
import dev.airgap.installer.server.OpenSourceServers;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.installer.site.SiteProduct;
import dev.airgap.installer.workspace.WorkspaceServers;
import dev.airgap.manifest.ChartRole;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import java.util.ArrayList;
import java.util.List;

/**
 * The site's charts with the values that an install would give them; what only an install knows has
 * a placeholder that changes no object, no image and no count.
 */
public final class PlannedCharts {
  private final Cluster cluster;
  private final SecretValues siteSecrets;
  private final RunSecrets secrets;
  private final Part part;

  /** What of a site is to be brought to a bundle. */
  public enum Part {
    EVERYTHING,
    /** The control plane stays as it is. */
    WORKSPACES
  }

  public PlannedCharts(Cluster cluster, SecretValues siteSecrets, RunSecrets secrets, Part part) {
    this.cluster = cluster;
    this.siteSecrets = siteSecrets;
    this.secrets = secrets;
    this.part = part;
  }

  List<ChartSettings> settings(VerifiedBundle bundle, Site site)
      throws ClusterException, HelmException, InvalidFileException {
    return switch (site.product()) {
      case SiteProduct.ZenmlPro pro -> ofPro(bundle, site);
      case SiteProduct.ZenmlServer open ->
          List.of(
              OpenSourceServers.planned(
                  site,
                  open,
                  ChartInputs.of(bundle, ChartRole.SERVER, cluster),
                  siteSecrets,
                  secrets));
    };
  }

  private List<ChartSettings> ofPro(VerifiedBundle bundle, Site site)
      throws ClusterException, HelmException, InvalidFileException {
    List<ChartSettings> settings = new ArrayList<>();
    if (part == Part.EVERYTHING) {
      ChartInputs plane = ChartInputs.of(bundle, ChartRole.CONTROL_PLANE, cluster);
      settings.add(ControlPlanes.planned(site, plane, siteSecrets, secrets));
    }
    ChartInputs server = ChartInputs.of(bundle, ChartRole.WORKSPACE, cluster);
    for (WorkspaceSite workspace : site.workspaces()) {
      settings.add(WorkspaceServers.planned(site, workspace, server, siteSecrets, secrets));
    }
    return settings;
  }
}
