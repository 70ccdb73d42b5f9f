package dev.airgap.installer.workspace;

import dev.airgap.helm.ChartRun;
import dev.airgap.helm.HelmException;
import dev.airgap.helm.HelmRelease;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.GeneratedSecrets;
import dev.airgap.installer.cluster.GivenSecrets;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.controlplane.ChartInputs;
import dev.airgap.installer.controlplane.ChartSecrets;
import dev.airgap.installer.controlplane.ChartSettings;
import dev.airgap.installer.controlplane.ControlPlane;
import dev.airgap.installer.controlplane.Health;
import dev.airgap.installer.controlplane.RunningSecrets;
import dev.airgap.installer.controlplane.UnknownValues;
import dev.airgap.installer.gate.GateRefusal;
import dev.airgap.installer.gateway.AttachedRoutes;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.progress.InstallListener;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.installer.release.InstalledRelease;
import dev.airgap.installer.release.ReleaseInstaller;
import dev.airgap.installer.site.Enrollment;
import dev.airgap.installer.site.SecretSource;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.installer.site.Timeouts;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import dev.airgap.yaml.InvalidFileException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Enrolls workspaces, installs their servers, and waits until the control plane sees them. */
public final class WorkspaceServers {
  static final String RELEASE = "zenml";

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
    if (site.controlPlane().token().isPresent()) {
      siteSecrets.of(site.controlPlane().token().get()); // one that is missing is told now
    }
    Enrolled enrolled =
        workspace.enrollment() instanceof Enrollment.Given given
            ? new Enrolled(
                given.organizationId(),
                workspace.organization(),
                given.workspaceId(),
                ByHand.key(workspace, given, siteSecrets))
            : new Enrolled(
                "organization-id", workspace.organization(), "workspace-id", placeholder);
    Secret database = siteSecrets.of(workspace.database().password());
    WorkspaceValues.Keys keys =
        new WorkspaceValues.Keys(
            database,
            placeholder,
            placeholder,
            placeholder,
            RunningSecrets.of(workspace.running(), siteSecrets),
            given(workspace, siteSecrets));
    return settings(site, workspace, inputs, enrolled, keys, secrets);
  }

  /** Every secret that the site file names for a server beside its database's password. */
  public static GivenSecrets given(WorkspaceSite server, SecretValues siteSecrets)
      throws ClusterException, InvalidFileException {
    List<SecretSource> sources = new ArrayList<>(server.database().options().sources());
    sources.addAll(server.secretsStores().sources());
    return GivenSecrets.of(siteSecrets, sources);
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
        new ChartRun(
            release(workspace),
            inputs.chart(),
            values,
            inputs.kubernetes(),
            site.timeouts().workspace().duration());
    List<String> unknown =
        new ArrayList<>(
            new ServerLimits(inputs.defaults(), inputs.manifest().versions().server())
                .refusals(workspace));
    unknown.addAll(
        UnknownValues.of(
            inputs.defaults(), values, workspace.values(), "values of " + workspace.words()));
    return new ChartSettings(
        run,
        chartSecrets.content(workspace.namespace()),
        chartSecrets.inline(),
        chartSecrets.ignored(unknown));
  }

  /**
   * All workspaces of the site, one after the other.
   *
   * @param name asked before the first of them
   */
  public List<Workspace> install(
      Site site, ControlPlane plane, ReleaseInstaller releases, SiteHttps https, NameInside name)
      throws ClusterException,
          HelmException,
          GateRefusal,
          PersonNeededException,
          InvalidFileException {
    List<Workspace> installed = new ArrayList<>();
    if (!site.workspaces().isEmpty()) {
      name.require(site);
      ApiAccess access = ApiAccess.open(site.controlPlane(), plane, https, siteSecrets, secrets);
      Enrollments enrollments = new Enrollments(site, access, kept, siteSecrets, secrets);
      for (WorkspaceSite workspace : site.workspaces()) {
        listener.step("workspace " + workspace.name());
        Enrolled enrolled = enrollments.of(workspace);
        WorkspaceValues.Keys keys = keys(workspace);
        ChartSettings settings = settings(site, workspace, inputs, enrolled, keys, secrets);
        Timeouts limits = site.timeouts();
        InstalledRelease release =
            releases.bringTo(settings.run(), settings.referred(), limits.workspace());
        new StoreRecord(kept, listener).remember(workspace);
        new Health(https, new AttachedRoutes(cluster), clock).await(workspace, limits.health());
        new Availability(access, clock, listener)
            .await(workspace, enrolled.workspaceId(), limits.available());
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
    GivenSecrets given = given(workspace, siteSecrets);
    return new WorkspaceValues.Keys(
        siteSecrets.of(workspace.database().password()),
        kept.getOrMake(record, "jwtSecretKey"),
        new StoreRecord(kept, listener).encryptionKey(workspace, given),
        kept.getOrMake(record, "restartKey"),
        RunningSecrets.of(workspace.running(), siteSecrets),
        given);
  }
}
