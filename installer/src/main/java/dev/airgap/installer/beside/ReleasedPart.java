package dev.airgap.installer.beside;

import dev.airgap.helm.HelmRelease;
import dev.airgap.installer.controlplane.ControlPlanes;
import dev.airgap.installer.site.Running;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SitePart;
import dev.airgap.installer.workspace.WorkspaceServers;
import java.util.List;

/**
 * A part of the site with its release.
 *
 * @param pullSecret whether its namespaces have one
 */
public record ReleasedPart(HelmRelease release, Running running, boolean pullSecret) {
  /** In the order in which they are installed. */
  public static List<ReleasedPart> of(Site site) {
    return site.parts().stream().map(part -> of(site, part)).toList();
  }

  /** The workspaces alone. */
  public static List<ReleasedPart> workspaces(Site site) {
    return site.workspaces().stream().map(part -> of(site, part)).toList();
  }

  private static ReleasedPart of(Site site, SitePart part) {
    return new ReleasedPart(
        release(site, part), part.running(), site.registry().pulling().isPresent());
  }

  public static HelmRelease release(Site site, SitePart part) {
    return switch (part) {
      case Site.ControlPlaneSite plane -> ControlPlanes.release(site);
      case Site.WorkspaceSite server -> WorkspaceServers.release(server);
    };
  }
}
