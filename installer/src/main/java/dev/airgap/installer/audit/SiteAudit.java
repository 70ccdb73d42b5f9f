package dev.airgap.installer.audit;

import dev.airgap.archive.BundleRefusedException;
import dev.airgap.archive.Trust;
import dev.airgap.helm.Helm;
import dev.airgap.helm.HelmException;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.controlplane.ControlPlane;
import dev.airgap.installer.controlplane.ControlPlanes;
import dev.airgap.installer.gateway.AttachedRoutes;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.progress.InstallListener;
import dev.airgap.installer.prove.Prover;
import dev.airgap.installer.receipt.Receipts;
import dev.airgap.installer.release.StoredReleases;
import dev.airgap.installer.server.AccountLook;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SiteProduct;
import dev.airgap.installer.tls.SiteAuthority;
import dev.airgap.installer.workspace.SeenWorkspaces;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code bundle check}: looks at everything of a site that can be proven from outside; only reads.
 */
public final class SiteAudit {
  private final Cluster cluster;
  private final RunSecrets secrets;
  private final Map<String, String> environment;
  private final Clock clock;
  private final InstallListener listener;
  private final StoredReleases stored;

  public SiteAudit(
      Cluster cluster,
      Helm helm,
      RunSecrets secrets,
      Map<String, String> environment,
      Clock clock,
      InstallListener listener) {
    this.cluster = cluster;
    this.secrets = secrets;
    this.environment = Map.copyOf(environment);
    this.clock = clock;
    this.listener = listener;
    this.stored = new StoredReleases(helm, cluster);
  }

  /** One kind of look. */
  @FunctionalInterface
  private interface Look {
    List<Judgement> take()
        throws ClusterException, HelmException, UnusableKeyException, InvalidFileException;
  }

  /**
   * Looks once at each; what cannot be looked at is red, and the others are looked at all the same.
   *
   * @param trust whose signature the receipt's manifest must bear
   * @throws BundleRefusedException if the receipt cannot be believed
   */
  public AuditReport audit(Site site, Trust trust)
      throws ClusterException, HelmException, BundleRefusedException {
    Optional<InstalledSite> there =
        InstalledSite.look(
            site,
            cluster,
            new Receipts(cluster, trust, clock),
            stored,
            new Prover(cluster, clock, listener));
    List<Judgement> found = new ArrayList<>();
    if (there.isPresent()) {
      addAll(found, site, there.get());
    } else {
      found.add(
          Judgement.red(
              "receipt",
              cluster.server(),
              "nothing is installed here",
              "run 'bundle install', or use the kubeconfig of the right cluster"));
    }
    return new AuditReport(
        cluster.server(),
        clock.instant(),
        there.map(installed -> installed.kept().receipt()),
        found);
  }

  private void addAll(List<Judgement> found, Site site, InstalledSite there) {
    BundleManifest manifest = there.kept().manifest();
    found.addAll(new ReceiptCheck(clock, cluster.server()).look(site, there.kept()));
    add(found, "release", () -> new ReleaseCheck(stored).look(there));
    found.addAll(ImageCheck.of(there.proof()));
    add(found, "object", () -> new ObjectCheck(cluster, stored).look(there));
    add(found, "budget", () -> new BesideCheck(cluster, stored).look(site, there));
    add(found, "migration", () -> new MigrationCheck(stored).look(there));
    add(
        found,
        "pull secret",
        () -> new PullCheck(cluster, environment, secrets).look(site, manifest));
    add(found, "route", () -> new RouteCheck(new AttachedRoutes(cluster)).look(site));
    add(found, "certificate", () -> overTls(site, manifest));
  }

  private static void add(List<Judgement> found, String check, Look look) {
    try {
      found.addAll(look.take());
    } catch (ClusterException | HelmException | UnusableKeyException | InvalidFileException e) {
      found.add(
          Judgement.red(
              check,
              "cluster",
              "could not be looked at: " + e.getMessage(),
              "as the message says"));
    }
  }

  private List<Judgement> overTls(Site site, BundleManifest manifest)
      throws ClusterException, UnusableKeyException {
    Optional<SiteAuthority> authority = SiteAuthority.read(cluster, site);
    if (authority.isEmpty() && site.tls().hasAuthority()) {
      return List.of(
          Judgement.red(
              "certificate",
              "the site's CA",
              "the Secret %s/zenml-ca is gone".formatted(site.entrance().namespace()),
              "run 'bundle install' again: it writes it anew"));
    }
    SiteHttps https =
        new SiteHttps(site.records(), authority.map(SiteAuthority::certificates).orElse(List.of()));
    List<Judgement> found = new ArrayList<>();
    found.addAll(new CertificateCheck(https, clock).look(site, authority));
    found.addAll(new HostCheck(https, manifest).look(site));
    switch (site.product()) {
      case SiteProduct.ZenmlPro pro -> add(found, "workspace", () -> workspaces(site, https));
      case SiteProduct.ZenmlServer open -> add(found, "account", () -> account(open, https));
    }
    return found;
  }

  private List<Judgement> account(SiteProduct.ZenmlServer open, SiteHttps https)
      throws ClusterException {
    SecretValues siteSecrets = new SecretValues(cluster, environment, secrets);
    return new AccountCheck(new AccountLook(cluster, siteSecrets, secrets)).look(open, https);
  }

  private List<Judgement> workspaces(Site site, SiteHttps https)
      throws ClusterException, HelmException, InvalidFileException {
    if (site.workspaces().isEmpty()) {
      return List.of();
    }
    ControlPlane plane = ControlPlanes.there(site, cluster, stored, secrets);
    SecretValues siteSecrets = new SecretValues(cluster, environment, secrets);
    return new WorkspaceCheck(SeenWorkspaces.by(site, plane, https, cluster, siteSecrets, secrets))
        .look(site);
  }
}
