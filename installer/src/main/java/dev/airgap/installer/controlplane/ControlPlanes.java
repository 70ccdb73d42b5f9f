package dev.airgap.installer.controlplane;

import dev.airgap.helm.ChartRun;
import dev.airgap.helm.HelmException;
import dev.airgap.helm.HelmRelease;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.GeneratedSecrets;
import dev.airgap.installer.https.HttpAnswer;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.site.Site;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Installs the control plane, waits for it, and reads its health over verified TLS. */
public final class ControlPlanes {
  private static final String RELEASE = "zenml-pro";
  private static final String GENERATED = "control-plane";
  private static final String ADMIN_PASSWORD = "adminPassword";
  private static final Duration HELM = Duration.ofMinutes(10);
  private static final Duration HEALTH = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Site site;
  private final GeneratedSecrets generated;
  private final RunSecrets secrets;
  private final Clock clock;

  public ControlPlanes(Site site, GeneratedSecrets generated, RunSecrets secrets, Clock clock) {
    this.site = site;
    this.generated = generated;
    this.secrets = secrets;
    this.clock = clock;
  }

  public static HelmRelease release(Site site) {
    return new HelmRelease(RELEASE, site.controlPlane().namespace());
  }

  /** What Helm will be given; {@code adminPassword} is a placeholder's while only planning. */
  public ChartRun run(
      BundleManifest manifest,
      byte[] chart,
      Secret databasePassword,
      Secret adminPassword,
      String kubernetes) {
    Secret values =
        new ControlPlaneValues(site, manifest).with(databasePassword, adminPassword, secrets);
    return new ChartRun(release(site), chart, values, kubernetes, HELM);
  }

  /** The administrator's password: made once, kept in the cluster. */
  public Secret adminPassword() throws ClusterException {
    return generated.getOrMake(GENERATED, ADMIN_PASSWORD);
  }

  public ControlPlane install(ChartRun run, ReleaseInstaller releases, SiteHttps https)
      throws HelmException, ClusterException {
    boolean changed = releases.bringTo(run);
    awaitHealth(https, site.controlPlane().host());
    return new ControlPlane(
        site.controlPlane().host(), ControlPlaneValues.ADMIN, adminPassword(), changed);
  }

  /** Asks until it answers well; says the last answer if it never does. */
  public void awaitHealth(SiteHttps https, String host) throws ClusterException {
    Instant end = clock.instant().plus(HEALTH);
    String last = "nothing";
    while (clock.instant().isBefore(end)) {
      try {
        HttpAnswer answer = https.send(SiteHttps.Request.get(host, "/health"));
        if (answer.isSuccess()) {
          return;
        }
        last = answer.toString();
      } catch (IOException e) {
        last = String.valueOf(e.getMessage());
      }
      pause();
    }
    throw new ClusterException(
        "https://%s/health was asked through the ingress at %s for %d s; the last answer was: %s"
            .formatted(host, site.ingress().address(), HEALTH.toSeconds(), last));
  }

  private static void pause() throws ClusterException {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("stopped while waiting for health", e);
    }
  }
}
