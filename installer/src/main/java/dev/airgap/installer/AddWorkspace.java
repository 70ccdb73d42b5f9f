package dev.airgap.installer;

import dev.airgap.archive.BundleRefusedException;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.helm.HelmException;
import dev.airgap.helm.ReleaseState;
import dev.airgap.installer.InstallBundle.Surroundings;
import dev.airgap.installer.beside.ReleasedPart;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.controlplane.ControlPlane;
import dev.airgap.installer.controlplane.ControlPlanes;
import dev.airgap.installer.gate.GateRefusal;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.inside.RedProbesException;
import dev.airgap.installer.load.LoadedImages;
import dev.airgap.installer.plan.InstallPlan;
import dev.airgap.installer.plan.PlanChangedException;
import dev.airgap.installer.plan.PlannedCharts;
import dev.airgap.installer.plan.ProductRule;
import dev.airgap.installer.plan.RedPlanException;
import dev.airgap.installer.plan.SavedPlan;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.installer.prove.Proof;
import dev.airgap.installer.receipt.Receipt;
import dev.airgap.installer.release.InstalledRelease;
import dev.airgap.installer.release.ReleaseInstaller;
import dev.airgap.installer.release.StoredReleases;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.installer.site.SiteProduct;
import dev.airgap.installer.tls.TlsMaterial;
import dev.airgap.installer.workspace.Workspace;
import dev.airgap.installer.workspace.WorkspaceServers;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.yaml.InvalidFileException;
import dev.airgap.yaml.NearestWord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code bundle workspace add}: one workspace of the site file, with the bundle that is installed.
 * The control plane and the other workspaces are looked at and not changed.
 */
public final class AddWorkspace {
  private final Surroundings around;
  private final InstallBundle.Options options;
  private final InstallStages stages;

  AddWorkspace(Surroundings around, InstallBundle.Options options) {
    this.around = around;
    this.options = options;
    this.stages = new InstallStages(around, options);
  }

  /**
   * The site with this workspace alone.
   *
   * @throws InvalidFileException if the site file has no such workspace, or can have none
   */
  public static Site only(Site site, String name) throws InvalidFileException {
    if (site.product() instanceof SiteProduct.ZenmlServer) {
      throw new InvalidFileException(
          List.of(
              "the site file has 'server', the open-source edition, which is one server without workspaces: none can be added to it. Workspaces belong to ZenML Pro, which has a bundle and a site file of its own; what changed under 'server' is brought there by 'bundle install'"));
    }
    Optional<WorkspaceSite> wanted =
        site.workspaces().stream().filter(workspace -> workspace.name().equals(name)).findFirst();
    if (wanted.isEmpty()) {
      List<String> known = site.workspaces().stream().map(WorkspaceSite::name).toList();
      throw new InvalidFileException(
          List.of(
              "the site file has no workspace '%s'%s; write it below 'workspaces', then run the same command again"
                  .formatted(name, NearestWord.hint(name, known))));
    }
    return site.with(wanted.get());
  }

  /**
   * Every action against the real registry and cluster; only reads.
   *
   * @param part what {@link #only} gave
   */
  public InstallPlan plan(VerifiedBundle bundle, Site part)
      throws BundleRefusedException,
          ClusterException,
          HelmException,
          InvalidFileException,
          IOException {
    ProductRule.require(bundle, part);
    installed(bundle);
    ControlPlanes.there(part, around.cluster(), stages.stored(), around.secrets());
    return stages.plan(bundle, part, PlannedCharts.Part.WORKSPACES);
  }

  /** The receipt of this very bundle. */
  private Receipt installed(VerifiedBundle bundle) throws ClusterException, BundleRefusedException {
    Optional<Receipt> receipt = stages.receipts().read().map(kept -> kept.receipt());
    if (receipt.isEmpty()) {
      throw new ClusterException(
          "nothing is installed here: run 'bundle install', which installs every workspace of the site file");
    }
    if (!receipt.get().manifest().equals(bundle.manifestDigest())) {
      throw new ClusterException(
          "release %s is installed here, and this is the bundle of release %s: add the workspace with the bundle that is installed, or bring the whole site to this one by 'bundle install'"
              .formatted(receipt.get().release(), bundle.manifest().release()));
    }
    return receipt.get();
  }

  /**
   * Installs the workspace; every step looks first, so that a second run goes on.
   *
   * @param plan what {@link #plan} gave
   * @param part what {@link #only} gave
   * @param whole the site with all its workspaces, which are proven together
   * @param saved the plan that this one has to be; a run that was interrupted goes on with it
   */
  public Installation add(
      VerifiedBundle bundle, Site part, Site whole, InstallPlan plan, Optional<SavedPlan> saved)
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
      Receipt before = installed(bundle);
      ControlPlane plane =
          ControlPlanes.there(part, around.cluster(), stages.stored(), around.secrets());
      stages
          .readiness()
          .requireForPush(bundle.manifest().images(), part.registry().prefix(), around.listener());
      LoadedImages images = stages.loader().load(bundle, part.registry().prefix());
      stages.namespaces(lease).prepare(part);
      TlsMaterial tls = stages.certificates().provide(part, lease, around.listener());
      new ProbeStage(around, options, stages).require(bundle, part, lease);
      SiteHttps https = stages.https(part, tls);
      ReleaseInstaller releases = stages.releases(bundle, part, lease);
      List<Workspace> added =
          stages
              .workspaces(bundle, lease, before.clientImage())
              .install(part, plane, releases, https, stages.nameInside());
      stages.keepBeside(ReleasedPart.workspaces(part), lease);
      Proof proof = stages.prover().prove(bundle.manifest(), all(plane, added, whole));
      lease.requireHeld();
      Receipt receipt = after(before, bundle, part, proof);
      boolean written = stages.receipts().write(bundle, receipt);
      InstalledProduct product = new InstalledProduct.Pro(plane, added);
      return new Installation(images, tls, product, proof, receipt, written);
    }
  }

  /** What runs of the whole site: what this run installed, and what was there. */
  private List<InstalledRelease> all(ControlPlane plane, List<Workspace> added, Site whole)
      throws ClusterException, HelmException {
    List<InstalledRelease> all = new ArrayList<>(List.of(plane.release()));
    added.forEach(workspace -> all.add(workspace.release()));
    StoredReleases stored = stages.stored();
    for (WorkspaceSite workspace : whole.workspaces()) {
      boolean isNew = added.stream().anyMatch(one -> one.name().equals(workspace.name()));
      Optional<ReleaseState> there = stored.state(WorkspaceServers.release(workspace));
      if (!isNew && there.isPresent()) {
        all.add(stored.installed(there.get()));
      }
    }
    return all;
  }

  private Receipt after(Receipt before, VerifiedBundle bundle, Site part, Proof proof)
      throws ClusterException {
    return stages
        .receipt(
            bundle,
            together(before.allowed(), options.allowed(bundle, part)),
            together(before.namespaces(), part.namespaces()).stream().sorted().toList(),
            proof)
        .with(before.clientImage());
  }

  private static List<String> together(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).distinct().toList();
  }
}
