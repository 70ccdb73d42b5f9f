package dev.airgap.installer.controlplane;

import dev.airgap.helm.ChartRun;
import dev.airgap.helm.HelmException;
import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.ReleaseState;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.GeneratedSecrets;
import dev.airgap.installer.cluster.GivenSecrets;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.gate.GateRefusal;
import dev.airgap.installer.progress.InstallListener;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.installer.release.InstalledRelease;
import dev.airgap.installer.release.ReleaseInstaller;
import dev.airgap.installer.release.StoredReleases;
import dev.airgap.installer.site.Site;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import dev.airgap.yaml.InvalidFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Installs the control plane, waits for it, and reads its health over verified TLS. */
public final class ControlPlanes {
  static final String RELEASE = "zenml-pro";
  private static final String GENERATED = "control-plane";
  private static final String ADMIN_PASSWORD = "adminPassword";

  private final ChartInputs inputs;
  private final SecretValues siteSecrets;
  private final GeneratedSecrets generated;
  private final RunSecrets secrets;
  private final InstallListener listener;

  public ControlPlanes(
      ChartInputs inputs,
      SecretValues siteSecrets,
      GeneratedSecrets generated,
      RunSecrets secrets,
      InstallListener listener) {
    this.inputs = inputs;
    this.siteSecrets = siteSecrets;
    this.generated = generated;
    this.secrets = secrets;
    this.listener = listener;
  }

  public static HelmRelease release(Site site) {
    return new HelmRelease(RELEASE, site.controlPlane().namespace());
  }

  /**
   * The control plane that an earlier run installed; nothing is changed.
   *
   * @throws ClusterException if it is not there, not deployed, or its administrator is not known
   */
  public static ControlPlane there(
      Site site, Cluster cluster, StoredReleases stored, RunSecrets secrets)
      throws ClusterException, HelmException {
    HelmRelease release = release(site);
    Optional<ReleaseState> state = stored.state(release).filter(ReleaseState::isDeployed);
    Optional<String> password =
        Optional.ofNullable(GeneratedSecrets.read(cluster, GENERATED).get(ADMIN_PASSWORD));
    if (state.isEmpty() || password.isEmpty()) {
      throw new ClusterException(
          "the control plane %s is not installed here (%s): run 'bundle install' first"
              .formatted(
                  release,
                  state.isEmpty()
                      ? "Helm has no deployed release of that name"
                      : "the Secret %s/%s has no %s"
                          .formatted(GeneratedSecrets.NAMESPACE, GENERATED, ADMIN_PASSWORD)));
    }
    return new ControlPlane(
        site.controlPlane().host(),
        ControlPlaneValues.ADMIN,
        secrets.keep(password.get()),
        stored.installed(state.get()));
  }

  /** What Helm would be given, with a placeholder for the password that an install makes. */
  public static ChartSettings planned(
      Site site, ChartInputs inputs, SecretValues siteSecrets, RunSecrets secrets)
      throws ClusterException, InvalidFileException {
    Secret placeholder = secrets.keep("placeholder-of-the-plan");
    Secret database = siteSecrets.of(site.controlPlane().database().password());
    ControlPlaneValues.Keys keys =
        new ControlPlaneValues.Keys(
            database,
            placeholder,
            placeholder,
            RunningSecrets.of(site.controlPlane().running(), siteSecrets),
            given(site, siteSecrets));
    return settings(site, inputs, keys, secrets);
  }

  private static GivenSecrets given(Site site, SecretValues siteSecrets)
      throws ClusterException, InvalidFileException {
    return GivenSecrets.of(siteSecrets, site.controlPlane().database().options().sources());
  }

  private static ChartSettings settings(
      Site site, ChartInputs inputs, ControlPlaneValues.Keys keys, RunSecrets secrets) {
    ChartSecrets chartSecrets = new ChartSecrets(inputs.defaults());
    Secret values =
        new ControlPlaneValues(site, inputs.manifest(), chartSecrets).with(keys, secrets);
    ChartRun run =
        new ChartRun(
            release(site),
            inputs.chart(),
            values,
            inputs.kubernetes(),
            site.timeouts().controlPlane().duration());
    List<String> unknown =
        new ArrayList<>(
            ControlPlaneDatabase.refusals(
                inputs.defaults(), site.controlPlane().database().options()));
    unknown.addAll(
        UnknownValues.of(
            inputs.defaults(), values, site.controlPlane().values(), "controlPlane.values"));
    return new ChartSettings(
        run,
        chartSecrets.content(site.controlPlane().namespace()),
        chartSecrets.inline(),
        chartSecrets.ignored(unknown));
  }

  /** The administrator's password is made once, and kept in {@code bundle-system}. */
  public ControlPlane install(Site site, ReleaseInstaller releases, Health health)
      throws HelmException,
          ClusterException,
          GateRefusal,
          PersonNeededException,
          InvalidFileException {
    listener.step("control plane");
    Secret adminPassword = generated.getOrMake(GENERATED, ADMIN_PASSWORD);
    ControlPlaneValues.Keys keys =
        new ControlPlaneValues.Keys(
            siteSecrets.of(site.controlPlane().database().password()),
            adminPassword,
            generated.getOrMake(GENERATED, "restartKey"),
            RunningSecrets.of(site.controlPlane().running(), siteSecrets),
            given(site, siteSecrets));
    ChartSettings settings = settings(site, inputs, keys, secrets);
    InstalledRelease release =
        releases.bringTo(settings.run(), settings.referred(), site.timeouts().controlPlane());
    health.await(site.controlPlane(), site.timeouts().health());
    listener.done(
        "control plane: " + (release.changed() ? "installed, healthy" : "healthy, as it was"));
    return new ControlPlane(
        site.controlPlane().host(), ControlPlaneValues.ADMIN, adminPassword, release);
  }
}
