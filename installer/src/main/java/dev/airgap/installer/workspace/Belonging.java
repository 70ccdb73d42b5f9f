package dev.airgap.installer.workspace;

import dev.airgap.installer.controlplane.ChartSecrets;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.WorkspaceSite;
import java.util.Map;

/**
 * What a server is told of those above it: of its control plane, or, where there is none, of who
 * may log in first.
 */
@FunctionalInterface
public interface Belonging {
  /** Adds to what stands below the chart's key for the server. */
  void addTo(Map<String, Object> values, Place place);

  /**
   * Which server it is.
   *
   * @param top the chart's key for it
   * @param chartSecrets takes what is secret
   */
  record Place(Site site, WorkspaceSite server, String top, ChartSecrets chartSecrets) {}
}
