package dev.airgap.installer.plan;

import dev.airgap.archive.BundleRefusedException;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.helm.Helm;
import dev.airgap.helm.HelmException;
import dev.airgap.helm.ReleaseState;
import dev.airgap.helm.Rendering;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.WrongClusterException;
import dev.airgap.installer.controlplane.ChartSettings;
import dev.airgap.installer.gate.GateRefusal;
import dev.airgap.installer.gate.InstallGate;
import dev.airgap.installer.load.BaseProof;
import dev.airgap.installer.load.RegistryReadiness;
import dev.airgap.installer.receipt.Receipts;
import dev.airgap.installer.site.Site;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.registry.RegistryClient;
import dev.airgap.registry.RegistryException;
import dev.airgap.registry.Repository;
import dev.airgap.yaml.InvalidFileException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Computes every action against the real registry and cluster; only reads. */
public final class Planner {
  private final Cluster cluster;
  private final RegistryClient registry;
  private final RegistryReadiness readiness;
  private final Helm helm;
  private final PlannedCharts charts;
  private final ReceiptRules rules;

  public Planner(
      Cluster cluster,
      RegistryClient registry,
      RegistryReadiness readiness,
      Helm helm,
      PlannedCharts charts,
      ReceiptRules rules) {
    this.cluster = cluster;
    this.registry = registry;
    this.readiness = readiness;
    this.helm = helm;
    this.charts = charts;
    this.rules = rules;
  }

  /**
   * Refuses before it plans: an older release, another cluster, a delta whose base the registry
   * lacks, charts that break a rule of the gate.
   */
  public InstallPlan plan(VerifiedBundle bundle, Site site, Receipts receipts)
      throws BundleRefusedException,
          ClusterException,
          WrongClusterException,
          HelmException,
          GateRefusal,
          InvalidFileException,
          IOException {
    rules.refuse(bundle, site, receipts.read());
    new BaseProof(registry).require(bundle, site.registry().prefix());
    List<String> readiness =
        this.readiness.read(bundle.manifest().images(), site.registry().prefix());
    List<ChartSettings> settings = charts.settings(bundle, site);
    refuseUnknown(settings);
    List<Rendering> passed =
        new InstallGate(helm, bundle.manifest(), site.registry().prefix())
            .pass(settings.stream().map(ChartSettings::run).toList());
    PlanWarnings warnings = new PlanWarnings(site.warnings());
    warnings.addValues(site);
    warnings.addInlineSecrets(settings);
    warnings.addTests(settings, passed);
    warnings.addForeignUrls(settings, passed, site);
    return new InstallPlan(
        bundle.manifest().release(),
        cluster.context(),
        cluster.server(),
        cluster.version(),
        readiness,
        actions(bundle, site, settings),
        site.records(),
        warnings.all());
  }

  /** A chart without a schema would ignore these, and run otherwise than the site file says. */
  private static void refuseUnknown(List<ChartSettings> settings) throws GateRefusal {
    List<String> unknown = settings.stream().flatMap(chart -> chart.unknown().stream()).toList();
    if (!unknown.isEmpty()) {
      throw new GateRefusal(unknown);
    }
  }

  private List<String> actions(VerifiedBundle bundle, Site site, List<ChartSettings> settings)
      throws ClusterException, RegistryException, HelmException {
    List<String> actions = new ArrayList<>();
    for (ImageEntry image : bundle.manifest().images()) {
      actions.add(imageAction(site, image, bundle.manifest().carried(image)));
    }
    List<String> namespaces = new ArrayList<>(List.of("bundle-system"));
    namespaces.addAll(site.namespaces());
    for (String namespace : namespaces) {
      boolean there = cluster.hasNamespace(namespace);
      actions.add("namespace  %s%s".formatted(namespace, there ? ": is there" : ""));
    }
    boolean authority = cluster.secret("bundle-system", "internal-ca").isPresent();
    actions.add(
        "internal CA for %s%s".formatted(site.certificateDomain(), authority ? ": is there" : ""));
    site.hosts().keySet().forEach(host -> actions.add("certificate for " + host));
    for (ChartSettings chart : settings) {
      actions.add(releaseAction(chart));
    }
    return actions;
  }

  private String imageAction(Site site, ImageEntry image, long carried) throws RegistryException {
    Repository repository =
        new Repository(site.registry().host(), site.registry().path() + "/" + image.name());
    Optional<Digest> there = registry.manifestDigest(repository, image.tag());
    String state =
        there
            .map(d -> d.equals(image.digest()) ? ": is there" : ": holds another digest, " + d)
            .orElse(" (%d bytes at most)".formatted(carried));
    return "image      %s:%s@%s%s".formatted(repository, image.tag(), image.digest(), state);
  }

  private String releaseAction(ChartSettings chart) throws HelmException {
    Optional<ReleaseState> there = helm.status(chart.run().release(), cluster.kubeconfig());
    return "release    %s: %s"
        .formatted(chart.run().release(), there.map(Planner::next).orElse("install"));
  }

  /** The rule for what a killed run left is said here, before it is applied. */
  private static String next(ReleaseState state) {
    if (state.isDeployed()) {
      return "upgrade if chart or values differ (revision %d runs)".formatted(state.revision());
    }
    return state.revision() == 1
        ? "is %s and never ran: uninstall it, then install (data is in the databases)"
            .formatted(state.status())
        : "is %s: upgrade again".formatted(state.status());
  }
}
