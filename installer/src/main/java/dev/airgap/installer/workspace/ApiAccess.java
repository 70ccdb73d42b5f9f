package dev.airgap.installer.workspace;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.controlplane.ControlPlane;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.site.SecretSource;
import dev.airgap.installer.site.Site.ControlPlaneSite;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import java.util.Optional;

/**
 * The control plane's API as far as it lets us in: by the site's token, else by the administrator's
 * password. It does not where logging in by password is off, for one.
 *
 * @param refusal why not, as a sentence without its end; empty where it does
 */
record ApiAccess(Optional<ControlPlaneApi> api, String refusal) {
  /**
   * @throws ClusterException where it does not answer, or broke: another run may succeed
   */
  static ApiAccess open(
      ControlPlaneSite site,
      ControlPlane plane,
      SiteHttps https,
      SecretValues siteSecrets,
      RunSecrets secrets)
      throws ClusterException, InvalidFileException {
    try {
      ControlPlaneApi api =
          site.token().isPresent()
              ? byToken(site.token().get(), plane, https, siteSecrets, secrets)
              : ControlPlaneApi.login(
                  https, plane.host(), plane.admin(), plane.adminPassword(), secrets);
      return new ApiAccess(Optional.of(api), "");
    } catch (ApiRefusedException e) {
      return new ApiAccess(Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  private static ControlPlaneApi byToken(
      SecretSource token,
      ControlPlane plane,
      SiteHttps https,
      SecretValues siteSecrets,
      RunSecrets secrets)
      throws ClusterException, InvalidFileException {
    ControlPlaneApi api =
        ControlPlaneApi.withToken(https, plane.host(), siteSecrets.of(token), secrets);
    api.requireAccepted();
    return api;
  }
}
