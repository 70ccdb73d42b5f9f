package dev.airgap.installer;

import dev.airgap.archive.BundleRefusedException;
import dev.airgap.archive.Trust;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.helm.Helm;
import dev.airgap.helm.HelmException;
import dev.airgap.installer.beside.ReleasedPart;
import dev.airgap.installer.check.Acceptances;
import dev.airgap.installer.client.ClientImages;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.controlplane.ControlPlane;
import dev.airgap.installer.controlplane.Health;
import dev.airgap.installer.gate.GateRefusal;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.inside.RedProbesException;
import dev.airgap.installer.load.LoadedImages;
import dev.airgap.installer.plan.InstallPlan;
import dev.airgap.installer.plan.PlanChangedException;
import dev.airgap.installer.plan.PlannedCharts;
import dev.airgap.installer.plan.RedPlanException;
import dev.airgap.installer.plan.SavedPlan;
import dev.airgap.installer.progress.InstallListener;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.installer.prove.Proof;
import dev.airgap.installer.receipt.ClientImage;
import dev.airgap.installer.receipt.Receipt;
import dev.airgap.installer.release.ReleaseInstaller;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SiteProduct;
import dev.airgap.installer.tls.TlsMaterial;
import dev.airgap.manifest.Digest;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.registry.RegistryClient;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code bundle plan} and {@code bundle install}: from a verified bundle to a proven installation.
 */
public final class InstallBundle {
  private final Surroundings around;
  private final Options options;
  private final InstallStages stages;

  public InstallBundle(Surroundings around, Options options) {
    this.around = around;
    this.options = options;
    this.stages = new InstallStages(around, options);
  }

  /** What an install reaches out to. */
  public record Surroundings(
      Cluster cluster,
      RegistryClient registry,
      Helm helm,
      RunSecrets secrets,
      Map<String, String> environment,
      Path stateFolder,
      Clock clock,
      InstallListener listener) {}

  /**
   * What was allowed by flag, and who runs what.
   *
   * @param siteFile SHA-256 of the site file
   * @param accepted red checks, each with a reason
   */
  public record Options(
      Trust trust,
      boolean allowDowngrade,
      boolean moveTags,
      Digest siteFile,
      Acceptances accepted,
      String programVersion,
      String holder) {
    /** As the receipt says it. */
    List<String> allowed(VerifiedBundle bundle, Site site) {
      List<String> allowed = new ArrayList<>();
      if (allowDowngrade) {
        allowed.add("--allow-downgrade");
      }
      if (moveTags) {
        allowed.add("--move-tags");
      }
      if (bundle.expiredSignerAccepted()) {
        allowed.add("--accept-expired");
      }
      site.registry()
          .settings()
          .weakness()
          .ifPresent(weakness -> allowed.add("registry." + weakness));
      allowed.addAll(accepted.asFlags());
      return allowed;
    }
  }

  /** The same reach, for one workspace of a site whose control plane is there. */
  public AddWorkspace adding() {
    return new AddWorkspace(around, options);
  }

  /** Every action and finding against the real registry and cluster; only reads. */
  public InstallPlan plan(VerifiedBundle bundle, Site site)
      throws ClusterException, HelmException, InvalidFileException, IOException {
    return stages.plan(bundle, site, PlannedCharts.Part.EVERYTHING);
  }

  /**
   * The plan with what pods see from inside the cluster; makes a namespace for them that goes
   * again. Of a red plan nothing is made.
   */
  public InstallPlan probed(VerifiedBundle bundle, Site site, InstallPlan plan)
      throws ClusterException, HelmException, InvalidFileException, UnusableKeyException {
    return new ProbeStage(around, options, stages).probed(bundle, site, plan);
  }

  /**
   * Carries out what {@link #plan} computed just before; every step looks first, so that a second
   * run goes on where a killed one ended.
   *
   * @param saved the plan that this one has to be; a run that was interrupted goes on with it
   * @throws RedPlanException before anything is written
   * @throws RedProbesException before the first object of the product is made
   * @throws PlanChangedException likewise
   */
  public Installation install(
      VerifiedBundle bundle, Site site, InstallPlan plan, Optional<SavedPlan> saved)
      throws RedPlanException,
          PlanChangedException,
          BundleRefusedException,
          ClusterException,
          HelmException,
          GateRefusal,
          InvalidFileException,
          UnusableKeyException,
          PersonNeededException,
          RedProbesException,
          IOException {
    plan.requireNoRed();
    stages.requireSame(plan, saved);
    try (InstallLease lease =
        around.cluster().takeLease(options.holder(), around.clock(), around.listener())) {
      stages.begin(saved, lease);
      stages
          .readiness()
          .requireForPush(bundle.manifest().images(), site.registry().prefix(), around.listener());
      LoadedImages images = stages.loader().load(bundle, site.registry().prefix());
      stages.namespaces(lease).prepare(site);
      TlsMaterial tls = stages.certificates().provide(site, lease, around.listener());
      new ProbeStage(around, options, stages).require(bundle, site, lease);
      ClientImages.Provided client = stages.clientImage(bundle, site);
      InstalledProduct product =
          install(bundle, site, lease, stages.https(site, tls), client.image());
      stages.keepBeside(ReleasedPart.of(site), lease);
      Proof proof = stages.prover().prove(bundle.manifest(), product.releases());
      lease.requireHeld();
      Receipt receipt =
          stages
              .receipt(bundle, options.allowed(bundle, site), site.namespaces(), proof)
              .with(client.image());
      boolean written = stages.receipts().write(bundle, receipt) || client.pushed();
      return new Installation(images, tls, product, proof, receipt, written);
    }
  }

  private InstalledProduct install(
      VerifiedBundle bundle,
      Site site,
      InstallLease lease,
      SiteHttps https,
      Optional<ClientImage> client)
      throws ClusterException,
          HelmException,
          GateRefusal,
          InvalidFileException,
          PersonNeededException {
    ReleaseInstaller releases = stages.releases(bundle, site, lease);
    Health health = stages.health(https);
    return switch (site.product()) {
      case SiteProduct.ZenmlPro pro -> {
        ControlPlane plane = stages.controlPlanes(bundle, lease).install(site, releases, health);
        yield new InstalledProduct.Pro(
            plane,
            stages
                .workspaces(bundle, lease, client)
                .install(site, plane, releases, https, stages.nameInside()));
      }
      case SiteProduct.ZenmlServer open ->
          new InstalledProduct.Server(
              stages.server(bundle, lease).install(site, open, releases, https, health));
    };
  }

  /** Nothing if no plan was saved. */
  public void requireSame(InstallPlan plan, Optional<SavedPlan> saved)
      throws PlanChangedException, ClusterException {
    stages.requireSame(plan, saved);
  }
}
