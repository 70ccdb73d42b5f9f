package dev.airgap.installer.workspace;

import dev.airgap.helm.ChartRun;
import dev.airgap.helm.HelmException;
import dev.airgap.helm.HelmRelease;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.GeneratedSecrets;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.controlplane.ChartInputs;
import dev.airgap.installer.controlplane.ChartSecrets;
import dev.airgap.installer.controlplane.ChartSettings;
import dev.airgap.installer.controlplane.ControlPlane;
import dev.airgap.installer.controlplane.Health;
import dev.airgap.installer.controlplane.RunningSecrets;
import dev.airgap.installer.controlplane.UnknownValues;
import dev.airgap.installer.gate.GateRefusal;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.progress.InstallListener;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.installer.release.InstalledRelease;
import dev.airgap.installer.release.ReleaseInstaller;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import dev.airgap.yaml.InvalidFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Enrolls workspaces, installs their servers, and waits until the control plane sees them. */
public final class WorkspaceServers {
  static final String RELEASE = "zenml";
  private static final Duration HELM = Duration.ofMinutes(10);
  private static final Duration SEEN = Duration.ofMinutes(3);

  private final ChartInputs inputs;
  private final Cluster cluster;
  private final SecretValues siteSecrets;
  private final GeneratedSecrets kept;
  private final RunSecrets secrets;
  private final Clock clock;
  private final InstallListener listener;

  public WorkspaceServers(
      ChartInputs inputs,
      Cluster cluster,
      SecretValues siteSecrets,
      GeneratedSecrets kept,
      RunSecrets secrets,
      Clock clock,
      InstallListener listener) {
    this.inputs = inputs;
    this.cluster = cluster;
    this.siteSecrets = siteSecrets;
    this.kept = kept;
    this.secrets = secrets;
    this.clock = clock;
    this.listener = listener;
  }

  public static HelmRelease release(WorkspaceSite workspace) {
    return new HelmRelease(RELEASE, workspace.namespace());
  }

  /**
   * What Helm would be given, with placeholders for what only an install knows; they change no
   * object and no image.
   */
  public static ChartSettings planned(
      Site site,
      WorkspaceSite workspace,
      ChartInputs inputs,
      SecretValues siteSecrets,
      RunSecrets secrets)
      throws ClusterException, InvalidFileException {
    Secret placeholder = secrets.keep("placeholder-of-the-plan");
    Enrolled enrolled =
        new Enrolled("organization-id", workspace.organization(), "workspace-id", placeholder);
    Secret database = siteSecrets.of(workspace.database().password());
    WorkspaceValues.Keys keys =
        new WorkspaceValues.Keys(
            database,
            placeholder,
            placeholder,
            placeholder,
            RunningSecrets.of(workspace.running(), siteSecrets));
    return settings(site, workspace, inputs, enrolled, keys, secrets);
  }

  /** Everything that a server is brought to: a workspace's, or the open-source edition's. */
  public static ChartSettings settings(
      Site site,
      WorkspaceSite workspace,
      ChartInputs inputs,
      Belonging belonging,
      WorkspaceValues.Keys keys,
      RunSecrets secrets) {
    ChartSecrets chartSecrets = new ChartSecrets(inputs.defaults());
    Secret values =
        new WorkspaceValues(site, inputs.manifest(), chartSecrets, inputs.clientImage())
            .with(workspace, belonging, keys, secrets);
    ChartRun run =
        new ChartRun(release(workspace), inputs.chart(), values, inputs.kubernetes(), HELM);
    return new ChartSettings(
        run,
        chartSecrets.content(workspace.namespace()),
        chartSecrets.inline(),
        chartSecrets.ignored(
            UnknownValues.of(
                inputs.defaults(), values, workspace.values(), "values of " + workspace.words())));
  }

  /** All workspaces of the site, one after the other. */
  public List<Workspace> install(
      Site site, ControlPlane plane, ReleaseInstaller releases, SiteHttps https)
      throws ClusterException,
          HelmException,
          GateRefusal,
          PersonNeededException,
          InvalidFileException {
    List<Workspace> installed = new ArrayList<>();
    if (!site.workspaces().isEmpty()) {
      new NameInside(cluster, listener).require(site);
      ControlPlaneApi api =
          ControlPlaneApi.login(https, plane.host(), plane.admin(), plane.adminPassword(), secrets);
      for (WorkspaceSite workspace : site.workspaces()) {
        listener.step("workspace " + workspace.name());
        Enrolled enrolled = new Enrolling(api, kept, secrets).enroll(workspace);
        WorkspaceValues.Keys keys = keys(workspace);
        ChartSettings settings = settings(site, workspace, inputs, enrolled, keys, secrets);
        InstalledRelease release = releases.bringTo(settings.run(), settings.referred());
        new Health(https, clock).await(workspace.host());
        awaitAvailable(api, workspace, enrolled.workspaceId());
        installed.add(
            new Workspace(workspace.name(), workspace.host(), enrolled.workspaceId(), release));
        listener.done(
            "workspace %s: %s"
                .formatted(
                    workspace.name(),
                    release.changed() ? "installed, available" : "available, as it was"));
      }
    }
    return installed;
  }

  /** What is made for a workspace is made once, and kept beside its enrollment. */
  private WorkspaceValues.Keys keys(WorkspaceSite workspace)
      throws ClusterException, InvalidFileException {
    String record = Enrolling.record(workspace);
    return new WorkspaceValues.Keys(
        siteSecrets.of(workspace.database().password()),
        kept.getOrMake(record, "jwtSecretKey"),
        kept.getOrMake(record, "encryptionKey"),
        kept.getOrMake(record, "restartKey"),
        RunningSecrets.of(workspace.running(), siteSecrets));
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
