package dev.airgap.installer.workspace;

import dev.airgap.helm.ChartRun;
import dev.airgap.helm.HelmException;
import dev.airgap.helm.HelmRelease;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.GeneratedSecrets;
import dev.airgap.installer.cluster.SecretContent;
import dev.airgap.installer.controlplane.ControlPlane;
import dev.airgap.installer.controlplane.ControlPlanes;
import dev.airgap.installer.controlplane.ReleaseInstaller;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Enrolls a workspace, installs its server, and waits until the control plane sees it. */
public final class WorkspaceServers {
  private static final String RELEASE = "zenml";
  private static final String JWT = "jwtSecretKey";
  private static final String ENCRYPTION = "encryptionKey";
  private static final Duration HELM = Duration.ofMinutes(10);
  private static final Duration SEEN = Duration.ofMinutes(3);

  private final Site site;
  private final Cluster cluster;
  private final GeneratedSecrets kept;
  private final RunSecrets secrets;
  private final Clock clock;

  public WorkspaceServers(
      Site site, Cluster cluster, GeneratedSecrets kept, RunSecrets secrets, Clock clock) {
    this.site = site;
    this.cluster = cluster;
    this.kept = kept;
    this.secrets = secrets;
    this.clock = clock;
  }

  public static HelmRelease release(WorkspaceSite workspace) {
    return new HelmRelease(RELEASE, workspace.namespace());
  }

  /**
   * What Helm would be given, with placeholders for what only an install knows; they change no
   * object and no image.
   */
  public ChartRun planned(
      WorkspaceSite workspace, BundleManifest manifest, byte[] chart, String kubernetes) {
    Secret placeholder = secrets.keep("placeholder-of-the-plan");
    return run(
        workspace,
        manifest,
        chart,
        kubernetes,
        new Enrolled("organization-id", workspace.organization(), "workspace-id", placeholder),
        new WorkspaceValues.Keys(placeholder, placeholder));
  }

  private ChartRun run(
      WorkspaceSite workspace,
      BundleManifest manifest,
      byte[] chart,
      String kubernetes,
      Enrolled enrolled,
      WorkspaceValues.Keys keys) {
    Secret values = new WorkspaceValues(site, manifest).with(workspace, enrolled, keys, secrets);
    return new ChartRun(release(workspace), chart, values, kubernetes, HELM);
  }

  /** What every workspace of an install shares. */
  public record Shared(
      BundleManifest manifest,
      byte[] chart,
      String kubernetes,
      ControlPlane controlPlane,
      ControlPlanes controlPlanes,
      ReleaseInstaller releases,
      SiteHttps https) {}

  public Workspace install(WorkspaceSite workspace, Secret databasePassword, Shared shared)
      throws ClusterException, HelmException, PersonNeededException {
    ControlPlane plane = shared.controlPlane();
    ControlPlaneApi api =
        ControlPlaneApi.login(
            shared.https(), plane.host(), plane.admin(), plane.adminPassword(), secrets);
    String record = Enrolling.record(workspace);
    WorkspaceValues.Keys keys =
        new WorkspaceValues.Keys(kept.getOrMake(record, JWT), kept.getOrMake(record, ENCRYPTION));
    Enrolled enrolled = new Enrolling(api, kept, secrets).enroll(workspace);
    cluster.applySecret(databaseSecret(workspace, databasePassword));
    boolean changed =
        shared
            .releases()
            .bringTo(
                run(
                    workspace,
                    shared.manifest(),
                    shared.chart(),
                    shared.kubernetes(),
                    enrolled,
                    keys));
    shared.controlPlanes().awaitHealth(shared.https(), workspace.host());
    awaitAvailable(api, workspace, enrolled.workspaceId());
    return new Workspace(
        workspace.name(), workspace.namespace(), workspace.host(), enrolled.workspaceId(), changed);
  }

  private static SecretContent databaseSecret(WorkspaceSite workspace, Secret password) {
    byte[] value = password.reveal().getBytes(StandardCharsets.UTF_8);
    return new SecretContent(
        workspace.namespace(),
        WorkspaceValues.DATABASE_SECRET,
        "Opaque",
        Map.of(WorkspaceValues.DATABASE_KEY, value));
  }

  private void awaitAvailable(ControlPlaneApi api, WorkspaceSite workspace, String id)
      throws ClusterException {
    Instant end = clock.instant().plus(SEEN);
    String status = "unknown";
    while (clock.instant().isBefore(end)) {
      status = api.workspaceById(id).map(ControlPlaneApi.KnownWorkspace::status).orElse("gone");
      if (status.equals("available")) {
        return;
      }
      pause();
    }
    throw new ClusterException(
        "the control plane does not see the workspace %s as available after %d s, but as %s: its"
                .formatted(workspace.name(), SEEN.toSeconds(), status)
            + " pod's log says why (kubectl -n %s logs deployment/zenml)"
                .formatted(workspace.namespace()));
  }

  private static void pause() throws ClusterException {
    try {
      Thread.sleep(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("stopped while waiting for a workspace", e);
    }
  }
}
