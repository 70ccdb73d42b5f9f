package dev.airgap.installer.server;

import dev.airgap.helm.HelmException;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.GeneratedSecrets;
import dev.airgap.installer.cluster.GivenSecrets;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.controlplane.ChartInputs;
import dev.airgap.installer.controlplane.ChartSettings;
import dev.airgap.installer.controlplane.Health;
import dev.airgap.installer.controlplane.RunningSecrets;
import dev.airgap.installer.gate.GateRefusal;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.progress.InstallListener;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.installer.release.InstalledRelease;
import dev.airgap.installer.release.ReleaseInstaller;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SiteProduct.FirstAccount;
import dev.airgap.installer.site.SiteProduct.ZenmlServer;
import dev.airgap.installer.workspace.StoreRecord;
import dev.airgap.installer.workspace.WorkspaceServers;
import dev.airgap.installer.workspace.WorkspaceValues;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import dev.airgap.yaml.InvalidFileException;

/** Installs the open-source edition's server, waits for it, and logs in with its first account. */
public final class OpenSourceServers {
  private final ChartInputs inputs;
  private final SecretValues siteSecrets;
  private final GeneratedSecrets kept;
  private final RunSecrets secrets;
  private final InstallListener listener;

  public OpenSourceServers(
      ChartInputs inputs,
      SecretValues siteSecrets,
      GeneratedSecrets kept,
      RunSecrets secrets,
      InstallListener listener) {
    this.inputs = inputs;
    this.siteSecrets = siteSecrets;
    this.kept = kept;
    this.secrets = secrets;
    this.listener = listener;
  }

  /** What Helm would be given, with placeholders for what an install makes. */
  public static ChartSettings planned(
      Site site, ZenmlServer open, ChartInputs inputs, SecretValues siteSecrets, RunSecrets secrets)
      throws ClusterException, InvalidFileException {
    Secret placeholder = secrets.keep("placeholder-of-the-plan");
    Secret database = siteSecrets.of(open.server().database().password());
    Secret account =
        open.account().password().isPresent()
            ? siteSecrets.of(open.account().password().get())
            : placeholder;
    return WorkspaceServers.settings(
        site,
        open.server(),
        inputs,
        new FirstAccountValues(open.account().username(), account),
        new WorkspaceValues.Keys(
            database,
            placeholder,
            placeholder,
            placeholder,
            RunningSecrets.of(open.server().running(), siteSecrets),
            WorkspaceServers.given(open.server(), siteSecrets)),
        secrets);
  }

  /**
   * What is made for the server is made once, and kept in {@code bundle-system}.
   *
   * @throws PersonNeededException if it runs, and its first account has another password
   */
  public OpenSourceServer install(
      Site site, ZenmlServer open, ReleaseInstaller releases, SiteHttps https, Health health)
      throws HelmException,
          ClusterException,
          GateRefusal,
          InvalidFileException,
          PersonNeededException {
    listener.step("server");
    Secret password = ServerAccount.password(open.account(), siteSecrets, kept);
    StoreRecord stores = new StoreRecord(kept, listener);
    WorkspaceValues.Keys keys = keys(open, stores);
    FirstAccountValues first = new FirstAccountValues(open.account().username(), password);
    ChartSettings settings =
        WorkspaceServers.settings(site, open.server(), inputs, first, keys, secrets);
    InstalledRelease release =
        releases.bringTo(settings.run(), settings.referred(), site.timeouts().workspace());
    stores.remember(open.server());
    health.await(open.server(), site.timeouts().health());
    requireLogin(open, new FirstLogin(https, secrets), password);
    listener.done(
        "server: %s, %s can log in"
            .formatted(
                release.changed() ? "installed, healthy" : "healthy, as it was",
                open.account().username()));
    return new OpenSourceServer(open.server().host(), open.account(), release);
  }

  private WorkspaceValues.Keys keys(ZenmlServer open, StoreRecord stores)
      throws ClusterException, InvalidFileException {
    GivenSecrets given = WorkspaceServers.given(open.server(), siteSecrets);
    return new WorkspaceValues.Keys(
        siteSecrets.of(open.server().database().password()),
        kept.getOrMake(ServerAccount.RECORD, "jwtSecretKey"),
        stores.encryptionKey(open.server(), given),
        kept.getOrMake(ServerAccount.RECORD, "restartKey"),
        RunningSecrets.of(open.server().running(), siteSecrets),
        given);
  }

  private static void requireLogin(ZenmlServer open, FirstLogin login, Secret password)
      throws ClusterException, PersonNeededException {
    FirstAccount account = open.account();
    if (!login.isTaken(open.server().host(), account.username(), password)) {
      throw new PersonNeededException(refusal(open));
    }
  }

  /** In words, for the install and for those that only look. */
  static String refusal(ZenmlServer open) {
    return "https://%s is installed and healthy, but does not let '%s' in with the password that it was to be activated with (%s). A server takes that password once, when its database is new: the account was changed since, or the database is an older one. Write the name and the password that hold now under server.account (username, password: {env: NAME}) in the site file, then run the same command again"
        .formatted(
            open.server().host(), open.account().username(), ServerAccount.place(open.account()));
  }
}
