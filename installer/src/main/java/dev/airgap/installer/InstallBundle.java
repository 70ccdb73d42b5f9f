package dev.airgap.installer;

import dev.airgap.archive.BundleRefusedException;
import dev.airgap.archive.Trust;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.helm.ChartRun;
import dev.airgap.helm.Helm;
import dev.airgap.helm.HelmException;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.GeneratedSecrets;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.cluster.PullSecrets;
import dev.airgap.installer.cluster.SecretContent;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.controlplane.ChartInputs;
import dev.airgap.installer.controlplane.ChartValues;
import dev.airgap.installer.controlplane.ControlPlane;
import dev.airgap.installer.controlplane.ControlPlanes;
import dev.airgap.installer.controlplane.ReleaseInstaller;
import dev.airgap.installer.gate.GateRefusal;
import dev.airgap.installer.gate.InstallGate;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.load.LoadedImages;
import dev.airgap.installer.load.Loader;
import dev.airgap.installer.plan.InstallPlan;
import dev.airgap.installer.plan.Planner;
import dev.airgap.installer.plan.Replay;
import dev.airgap.installer.progress.InstallListener;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.installer.prove.Proof;
import dev.airgap.installer.prove.Prover;
import dev.airgap.installer.receipt.Receipt;
import dev.airgap.installer.receipt.Receipts;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.installer.tls.SiteCertificates;
import dev.airgap.installer.tls.TlsMaterial;
import dev.airgap.installer.workspace.Workspace;
import dev.airgap.installer.workspace.WorkspaceServers;
import dev.airgap.manifest.ChartEntry;
import dev.airgap.manifest.ChartRole;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.registry.RegistryClient;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import dev.airgap.yaml.InvalidFileException;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * {@code bundle plan} and {@code bundle install}: from a verified bundle to a proven installation.
 */
public final class InstallBundle {
  private final Surroundings surroundings;
  private final Options options;

  public InstallBundle(Surroundings surroundings, Options options) {
    this.surroundings = surroundings;
    this.options = options;
  }

  /** What an install reaches out to. */
  public record Surroundings(
      Cluster cluster,
      RegistryClient registry,
      Helm helm,
      RunSecrets secrets,
      Map<String, String> environment,
      Clock clock,
      InstallListener listener) {}

  /** What was allowed by flag, and who runs what. */
  public record Options(
      Trust trust, boolean allowDowngrade, boolean moveTags, String programVersion, String holder) {
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
      if (site.registry().plainHttp()) {
        allowed.add("--plain-http");
      }
      return allowed;
    }
  }

  /** Every action against the real registry and cluster; only reads. */
  public InstallPlan plan(VerifiedBundle bundle, Site site)
      throws BundleRefusedException,
          ClusterException,
          HelmException,
          GateRefusal,
          InvalidFileException,
          IOException {
    refuseReplay(bundle);
    List<ChartRun> runs = plannedRuns(bundle, site);
    new InstallGate(surroundings.helm(), bundle.manifest(), site.registry().prefix()).pass(runs);
    return new Planner(surroundings.cluster(), surroundings.registry(), surroundings.helm())
        .plan(bundle, site, runs);
  }

  /** Carries the plan out; every step looks first, so that a second run resumes a killed one. */
  public Installation install(VerifiedBundle bundle, Site site)
      throws BundleRefusedException,
          ClusterException,
          HelmException,
          GateRefusal,
          InvalidFileException,
          UnusableKeyException,
          PersonNeededException,
          IOException {
    Cluster cluster = surroundings.cluster();
    plan(bundle, site);
    try (InstallLease lease = cluster.takeLease(options.holder(), surroundings.clock())) {
      LoadedImages images = load(bundle, site);
      prepareNamespaces(site, lease);
      TlsMaterial tls = provideTls(site, lease);
      Stages stages = new Stages(bundle, site, lease, tls);
      ControlPlane controlPlane = stages.controlPlane();
      List<Workspace> workspaces = stages.workspaces(controlPlane);
      return prove(bundle, site, new Result(images, tls, controlPlane, workspaces));
    }
  }

  private void refuseReplay(VerifiedBundle bundle) throws ClusterException, BundleRefusedException {
    Optional<Receipts.Kept> here = receipts().read();
    if (here.isPresent() && !options.allowDowngrade()) {
      Replay.refuse(bundle, here.get().receipt());
    }
  }

  private Receipts receipts() {
    return new Receipts(surroundings.cluster(), options.trust(), surroundings.clock());
  }

  private List<ChartRun> plannedRuns(VerifiedBundle bundle, Site site)
      throws ClusterException, InvalidFileException {
    Secret placeholder = surroundings.secrets().keep("placeholder-of-the-plan");
    List<ChartRun> runs = new ArrayList<>();
    runs.add(
        ControlPlanes.run(
            site,
            inputs(bundle, ChartRole.CONTROL_PLANE),
            secretValues().of(site.controlPlane().database().password()),
            placeholder,
            surroundings.secrets()));
    for (WorkspaceSite workspace : site.workspaces()) {
      secretValues().of(workspace.database().password());
      runs.add(
          WorkspaceServers.planned(
              site, workspace, inputs(bundle, ChartRole.WORKSPACE), surroundings.secrets()));
    }
    return runs;
  }

  private ChartInputs inputs(VerifiedBundle bundle, ChartRole role) throws ClusterException {
    ChartEntry chart =
        bundle.manifest().charts().stream()
            .filter(entry -> entry.role() == role)
            .findFirst()
            .orElseThrow(() -> new ClusterException("the bundle has no chart for " + role.word()));
    return new ChartInputs(
        bundle.manifest(), bundle.chart(chart), surroundings.cluster().version());
  }

  private SecretValues secretValues() {
    return new SecretValues(
        surroundings.cluster(), surroundings.environment(), surroundings.secrets());
  }

  private LoadedImages load(VerifiedBundle bundle, Site site) throws IOException {
    surroundings.listener().step("registry");
    LoadedImages images =
        new Loader(surroundings.registry(), options.moveTags(), surroundings.listener())
            .load(bundle, site.registry().prefix());
    surroundings
        .listener()
        .done(
            "registry: %d blobs, %d manifests and tags pushed"
                .formatted(images.pushedBlobs(), images.pushedManifests()));
    return images;
  }

  private void prepareNamespaces(Site site, InstallLease lease)
      throws ClusterException, InvalidFileException {
    surroundings.listener().step("namespaces and pull secrets");
    int changed = 0;
    for (String namespace : new TreeSet<>(Planner.hosts(site).values())) {
      lease.requireHeld();
      changed += surroundings.cluster().ensureNamespace(namespace) ? 1 : 0;
      Optional<Site.Account> account = site.registry().pulling();
      if (account.isPresent()) {
        SecretContent secret =
            PullSecrets.of(
                namespace,
                ChartValues.PULL_SECRET,
                site.registry().host(),
                secretValues().nameOf(account.get().username()),
                secretValues().of(account.get().password()));
        changed += surroundings.cluster().applySecret(secret) ? 1 : 0;
      }
    }
    surroundings.listener().done("namespaces and pull secrets: %d written".formatted(changed));
  }

  private TlsMaterial provideTls(Site site, InstallLease lease)
      throws ClusterException, UnusableKeyException {
    surroundings.listener().step("certificates");
    List<SiteCertificates.Host> hosts = new ArrayList<>();
    Planner.hosts(site)
        .forEach((host, namespace) -> hosts.add(new SiteCertificates.Host(namespace, host)));
    TlsMaterial tls =
        new SiteCertificates(
                surroundings.cluster(), lease, surroundings.secrets(), surroundings.clock())
            .provide(site.certificateDomain(), hosts);
    surroundings.listener().done("certificates: %d written".formatted(tls.changed().size()));
    return tls;
  }

  /** The two kinds of releases, with what both need. */
  private final class Stages {
    private final VerifiedBundle bundle;
    private final Site site;
    private final GeneratedSecrets kept;
    private final ReleaseInstaller releases;
    private final SiteHttps https;
    private final ControlPlanes controlPlanes;

    Stages(VerifiedBundle bundle, Site site, InstallLease lease, TlsMaterial tls) {
      this.bundle = bundle;
      this.site = site;
      this.kept = new GeneratedSecrets(surroundings.cluster(), lease, surroundings.secrets());
      this.releases =
          new ReleaseInstaller(surroundings.helm(), surroundings.cluster(), lease, kept);
      this.https = new SiteHttps(site.ingress().address(), tls.authority());
      this.controlPlanes = new ControlPlanes(site, kept, surroundings.clock());
    }

    ControlPlane controlPlane() throws ClusterException, HelmException, InvalidFileException {
      surroundings.listener().step("control plane");
      ChartRun run =
          ControlPlanes.run(
              site,
              inputs(bundle, ChartRole.CONTROL_PLANE),
              secretValues().of(site.controlPlane().database().password()),
              controlPlanes.adminPassword(),
              surroundings.secrets());
      ControlPlane plane = controlPlanes.install(run, releases, https);
      surroundings
          .listener()
          .done(
              "control plane: " + (plane.changed() ? "installed, healthy" : "healthy, as it was"));
      return plane;
    }

    List<Workspace> workspaces(ControlPlane plane)
        throws ClusterException, HelmException, PersonNeededException, InvalidFileException {
      WorkspaceServers servers =
          new WorkspaceServers(
              site, surroundings.cluster(), kept, surroundings.secrets(), surroundings.clock());
      WorkspaceServers.Shared shared =
          new WorkspaceServers.Shared(
              inputs(bundle, ChartRole.WORKSPACE), plane, controlPlanes, releases, https);
      List<Workspace> installed = new ArrayList<>();
      for (WorkspaceSite workspace : site.workspaces()) {
        surroundings.listener().step("workspace " + workspace.name());
        Secret password = secretValues().of(workspace.database().password());
        Workspace done = servers.install(workspace, password, shared);
        surroundings
            .listener()
            .done(
                "workspace %s: %s"
                    .formatted(
                        workspace.name(),
                        done.changed() ? "installed, available" : "available, as it was"));
        installed.add(done);
      }
      return installed;
    }
  }

  private Installation prove(VerifiedBundle bundle, Site site, Result result)
      throws ClusterException, BundleRefusedException {
    surroundings.listener().step("proof");
    List<String> namespaces = new TreeSet<>(Planner.hosts(site).values()).stream().toList();
    Proof proof =
        new Prover(surroundings.cluster(), surroundings.clock())
            .prove(bundle.manifest(), namespaces);
    surroundings
        .listener()
        .done("proof: %d containers run what was signed".formatted(proof.proven().size()));
    Receipt receipt =
        new Receipt(
            bundle.manifest().release(),
            bundle.manifestDigest(),
            surroundings.clock().instant().truncatedTo(ChronoUnit.SECONDS),
            surroundings.cluster().user(),
            options.programVersion(),
            options.allowed(bundle, site),
            namespaces);
    boolean written = receipts().write(bundle, receipt);
    return new Installation(
        result.images(),
        result.tls(),
        result.controlPlane(),
        result.workspaces(),
        proof,
        receipt,
        written);
  }

  private record Result(
      LoadedImages images,
      TlsMaterial tls,
      ControlPlane controlPlane,
      List<Workspace> workspaces) {}
}
