package dev.airgap.installer;

import dev.airgap.archive.BundleRefusedException;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.helm.HelmException;
import dev.airgap.installer.InstallBundle.Surroundings;
import dev.airgap.installer.beside.BesideObjects;
import dev.airgap.installer.beside.ReleasedPart;
import dev.airgap.installer.check.Check;
import dev.airgap.installer.check.SiteChecks;
import dev.airgap.installer.client.ClientImages;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.GeneratedSecrets;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.cluster.Namespaces;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.controlplane.ChartInputs;
import dev.airgap.installer.controlplane.ControlPlanes;
import dev.airgap.installer.controlplane.Health;
import dev.airgap.installer.gate.InstallGate;
import dev.airgap.installer.gateway.AttachedRoutes;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.load.LoadRecord;
import dev.airgap.installer.load.LoadRun;
import dev.airgap.installer.load.Loader;
import dev.airgap.installer.load.RegistryReadiness;
import dev.airgap.installer.plan.BegunPlans;
import dev.airgap.installer.plan.InstallPlan;
import dev.airgap.installer.plan.PlanChangedException;
import dev.airgap.installer.plan.PlannedCharts;
import dev.airgap.installer.plan.Planner;
import dev.airgap.installer.plan.ProductRule;
import dev.airgap.installer.plan.ReceiptRules;
import dev.airgap.installer.plan.SavedPlan;
import dev.airgap.installer.prove.Proof;
import dev.airgap.installer.prove.Prover;
import dev.airgap.installer.receipt.ClientImage;
import dev.airgap.installer.receipt.Receipt;
import dev.airgap.installer.receipt.Receipts;
import dev.airgap.installer.release.ReleaseInstaller;
import dev.airgap.installer.release.StoredReleases;
import dev.airgap.installer.server.OpenSourceServers;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.tls.SiteAuthority;
import dev.airgap.installer.tls.SiteCertificates;
import dev.airgap.installer.tls.TlsMaterial;
import dev.airgap.installer.tls.TlsReach;
import dev.airgap.installer.workspace.NameInside;
import dev.airgap.installer.workspace.WorkspaceServers;
import dev.airgap.manifest.ChartRole;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.yaml.InvalidFileException;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Wires the stages of one install, by hand and in one place. */
final class InstallStages {
  private final Surroundings around;
  private final InstallBundle.Options options;
  private final Cluster cluster;

  InstallStages(Surroundings around, InstallBundle.Options options) {
    this.around = around;
    this.options = options;
    this.cluster = around.cluster();
  }

  InstallPlan plan(VerifiedBundle bundle, Site site, PlannedCharts.Part part)
      throws ClusterException, HelmException, InvalidFileException, IOException {
    ProductRule.require(bundle, site);
    around.listener().step("plan: registry, cluster and site are looked at");
    Planner.Given given =
        new Planner.Given(options.siteFile(), options.accepted(), options.allowed(bundle, site));
    return planner(part).plan(bundle, site, receipts(), given).without(around.secrets());
  }

  private Planner planner(PlannedCharts.Part part) {
    return new Planner(
        cluster,
        around.registry(),
        readiness(),
        around.helm(),
        new PlannedCharts(cluster, siteSecrets(), around.secrets(), part),
        certificates(),
        new SiteChecks(
            cluster, siteSecrets(), around.environment(), around.secrets(), around.clock()),
        new ReceiptRules(cluster, options.allowDowngrade()),
        around.secrets());
  }

  /** Nothing if no plan was saved. */
  void requireSame(InstallPlan plan, Optional<SavedPlan> saved)
      throws PlanChangedException, ClusterException {
    if (saved.isPresent()) {
      saved.get().requireSame(plan, new BegunPlans(cluster).hasBegun(saved.get()));
    }
  }

  /** From here on a run that was interrupted goes on with this plan. */
  void begin(Optional<SavedPlan> saved, InstallLease lease) throws ClusterException {
    if (saved.isPresent()) {
      new BegunPlans(cluster).begin(saved.get(), lease);
    }
  }

  Receipts receipts() {
    return new Receipts(cluster, options.trust(), around.clock());
  }

  /** Of this run; without a client image. */
  Receipt receipt(VerifiedBundle bundle, List<String> allowed, List<String> namespaces, Proof proof)
      throws ClusterException {
    return new Receipt(
        bundle.manifest().release(),
        bundle.manifestDigest(),
        around.clock().instant().truncatedTo(ChronoUnit.SECONDS),
        cluster.user(),
        options.programVersion(),
        cluster.server(),
        allowed,
        namespaces,
        proof.red());
  }

  StoredReleases stored() {
    return new StoredReleases(around.helm(), cluster);
  }

  SecretValues siteSecrets() {
    return new SecretValues(cluster, around.environment(), around.secrets());
  }

  RegistryReadiness readiness() {
    return new RegistryReadiness(around.registry(), around.clock());
  }

  Loader loader() {
    LoadRecord record = new LoadRecord(around.registry(), options.trust(), around.clock());
    return new Loader(
        around.registry(),
        record,
        new LoadRun(options.holder(), around.stateFolder(), around.clock()),
        new Loader.Allowed(options.moveTags(), options.allowDowngrade()),
        around.listener());
  }

  Namespaces namespaces(InstallLease lease) {
    return new Namespaces(cluster, lease, siteSecrets(), around.listener());
  }

  SiteCertificates certificates() {
    return new SiteCertificates(
        new TlsReach(cluster, siteSecrets(), around.secrets(), around.clock()));
  }

  /** The client image with the site's CA, where both are there. */
  ClientImages.Provided clientImage(VerifiedBundle bundle, Site site)
      throws ClusterException, BundleRefusedException, UnusableKeyException, IOException {
    Optional<SiteAuthority> authority = SiteAuthority.read(cluster, site);
    if (authority.isEmpty()) {
      return ClientImages.Provided.NOTHING;
    }
    Optional<ClientImage> before = receipts().read().flatMap(kept -> kept.receipt().clientImage());
    return new ClientImages(around.registry(), around.listener())
        .provide(bundle, site.registry().prefix(), authority.get(), before);
  }

  private GeneratedSecrets kept(InstallLease lease) {
    return new GeneratedSecrets(cluster, lease, around.secrets());
  }

  ReleaseInstaller releases(VerifiedBundle bundle, Site site, InstallLease lease) {
    InstallGate gate = new InstallGate(around.helm(), bundle.manifest(), site.registry().prefix());
    return new ReleaseInstaller(
        around.helm(), gate, cluster, lease, kept(lease), around.listener());
  }

  SiteHttps https(Site site, TlsMaterial tls) {
    return new SiteHttps(site.records(), tls.authorities());
  }

  Health health(SiteHttps https) {
    return new Health(https, new AttachedRoutes(cluster), around.clock());
  }

  ControlPlanes controlPlanes(VerifiedBundle bundle, InstallLease lease)
      throws ClusterException, HelmException {
    return new ControlPlanes(
        ChartInputs.of(bundle, ChartRole.CONTROL_PLANE, cluster),
        siteSecrets(),
        kept(lease),
        around.secrets(),
        around.listener());
  }

  /**
   * @param client the image that trusts the site, where it has been made
   */
  WorkspaceServers workspaces(
      VerifiedBundle bundle, InstallLease lease, Optional<ClientImage> client)
      throws ClusterException, HelmException {
    return new WorkspaceServers(
        ChartInputs.of(bundle, ChartRole.WORKSPACE, cluster).with(client),
        cluster,
        siteSecrets(),
        kept(lease),
        around.secrets(),
        around.clock(),
        around.listener());
  }

  NameInside nameInside() {
    return new NameInside(cluster, around.listener(), options.accepted().reason(Check.DNS_INSIDE));
  }

  OpenSourceServers server(VerifiedBundle bundle, InstallLease lease)
      throws ClusterException, HelmException {
    return new OpenSourceServers(
        ChartInputs.of(bundle, ChartRole.SERVER, cluster),
        siteSecrets(),
        kept(lease),
        around.secrets(),
        around.listener());
  }

  /** What no chart makes, after the releases. */
  void keepBeside(List<ReleasedPart> parts, InstallLease lease)
      throws ClusterException, HelmException {
    new BesideObjects(cluster).keep(parts, stored(), lease, around.listener());
  }

  Prover prover() {
    return new Prover(cluster, around.clock(), around.listener());
  }
}
