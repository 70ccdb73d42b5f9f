package dev.airgap.installer.workspace;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.controlplane.ControlPlane;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.installer.site.Site;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import dev.airgap.yaml.InvalidFileException;

/** Makes super-users of the control plane, through its API. */
public final class Superusers {
  private static final int TAKEN = 409;

  private final String host;
  private final ApiAccess access;
  private final SiteHttps https;
  private final RunSecrets secrets;

  private Superusers(String host, ApiAccess access, SiteHttps https, RunSecrets secrets) {
    this.host = host;
    this.access = access;
    this.https = https;
    this.secrets = secrets;
  }

  /** Logs in by the site's token, else as the administrator whose password an install made. */
  public static Superusers by(
      Site site, ControlPlane plane, SiteHttps https, SecretValues siteSecrets, RunSecrets secrets)
      throws ClusterException, InvalidFileException {
    ApiAccess access = ApiAccess.open(site.controlPlane(), plane, https, siteSecrets, secrets);
    return new Superusers(plane.host(), access, https, secrets);
  }

  /**
   * Makes the user, or finds that a run which was killed has made it.
   *
   * @param password goes into the request's URL, which is how the API takes it: count it as logged
   * @throws PersonNeededException if the API refuses: nobody was made with this password
   * @throws ClusterException if it does not answer: whether the user was made is not known
   */
  public void make(String name, Secret password) throws ClusterException, PersonNeededException {
    try {
      ask(name, password);
    } catch (PersonNeededException e) {
      // Whatever it refuses for: what could make users for the killed run may be out of use since.
      if (!has(name, password)) {
        throw e;
      }
    }
  }

  /** Whether this user logs in so: only whom we made has a password that we made. */
  public boolean has(String name, Secret password) throws ClusterException {
    try {
      ControlPlaneApi.login(https, host, name, password, secrets);
      return true;
    } catch (ApiRefusedException e) {
      return false;
    }
  }

  private void ask(String name, Secret password) throws ClusterException, PersonNeededException {
    if (access.api().isEmpty()) {
      throw refused(access.refusal());
    }
    try {
      access.api().get().addSuperuser(name, password);
    } catch (ApiRefusedException e) {
      throw e.status() == TAKEN
          ? new PersonNeededException(
              "the control plane at https://%s has a user '%s' already: take another name, or let an administrator there make this one a super-user"
                  .formatted(host, name))
          : refused(String.valueOf(e.getMessage()));
    }
  }

  private PersonNeededException refused(String why) {
    return new PersonNeededException(
        "the control plane does not let this program make users (%s): give a super-user's personal access token (controlPlane: {token: {file: PATH}}) and run the same command again, or make the user in the dashboard of https://%s. Where people log in by SSO, the first who does is a super-user"
            .formatted(why, host));
  }
}
