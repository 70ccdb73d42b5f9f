package dev.airgap.installer.plan;

import dev.airgap.archive.VerifiedBundle;
import dev.airgap.helm.ChartRun;
import dev.airgap.helm.Helm;
import dev.airgap.helm.HelmException;
import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.ReleaseState;
import dev.airgap.helm.Rendering;
import dev.airgap.installer.check.Acceptances;
import dev.airgap.installer.check.Check;
import dev.airgap.installer.check.Finding;
import dev.airgap.installer.check.PlannedRelease;
import dev.airgap.installer.check.SiteChecks;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.controlplane.ChartSettings;
import dev.airgap.installer.gate.InstallGate;
import dev.airgap.installer.load.RegistryReadiness;
import dev.airgap.installer.receipt.Receipts;
import dev.airgap.installer.release.StoredReleases;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.tls.SiteCertificates;
import dev.airgap.installer.tls.TlsOutlook;
import dev.airgap.manifest.Digest;
import dev.airgap.registry.RegistryClient;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Computes every action and every finding against the real registry and cluster; only reads. */
public final class Planner {
  private final Cluster cluster;
  private final Helm helm;
  private final PlannedCharts charts;
  private final PlannedTls certificates;
  private final SiteChecks checks;
  private final Refusals refusals;
  private final PlannedActions actions;
  private final PlannedChanges changes;

  public Planner(
      Cluster cluster,
      RegistryClient registry,
      RegistryReadiness readiness,
      Helm helm,
      PlannedCharts charts,
      SiteCertificates certificates,
      SiteChecks checks,
      ReceiptRules rules,
      RunSecrets secrets) {
    this.cluster = cluster;
    this.helm = helm;
    this.charts = charts;
    this.certificates = new PlannedTls(certificates);
    this.checks = checks;
    this.refusals = new Refusals(rules, registry, readiness);
    this.actions = new PlannedActions(cluster, registry);
    this.changes =
        new PlannedChanges(new StoredReleases(helm, cluster), new ObjectChanges(secrets));
  }

  /**
   * What was given beside bundle and site.
   *
   * @param siteFile SHA-256 of the site file
   * @param allowed all that was allowed by flag or site file, as the receipt says it
   */
  public record Given(Digest siteFile, Acceptances accepted, List<String> allowed) {
    public Given {
      allowed = List.copyOf(allowed);
    }
  }

  /** What speaks against an install is a finding; thrown is only what keeps us from looking. */
  public InstallPlan plan(VerifiedBundle bundle, Site site, Receipts receipts, Given given)
      throws ClusterException, HelmException, InvalidFileException, IOException {
    String kubernetes = cluster.version();
    List<Finding> findings = new ArrayList<>(refusals.findings(bundle, site, receipts));
    boolean registryAnswers =
        findings.stream().noneMatch(one -> one.check() == Check.REGISTRY && one.isRed());
    TlsOutlook tls = certificates.look(site, findings);
    List<ChartSettings> settings = charts.settings(bundle, site);
    findings.addAll(unknownValues(settings));
    List<Rendering> renderings = renderings(bundle, site, settings, findings);
    List<PlannedRelease> releases = releases(settings, renderings, findings);
    findings.addAll(checks.look(bundle.manifest(), site, releases, kubernetes));
    PlanWarnings warnings = new PlanWarnings(site.warnings());
    warnings.all().addAll(tls.warnings());
    warnings.addValues(site);
    warnings.all().addAll(Routes.of(site, settings, renderings));
    warnings.addInlineSecrets(settings);
    warnings.addTests(settings, renderings);
    warnings.addForeignUrls(settings, renderings, site);
    return new InstallPlan(
        subject(bundle, site, kubernetes, given),
        actions.of(bundle, site, tls, releases, registryAnswers),
        changes.of(releases, findings),
        site.records(),
        FirewallRule.of(site, cluster.server()),
        warnings.all(),
        findings,
        given.accepted(),
        given.allowed());
  }

  /** A chart without a schema would ignore these, and run otherwise than the site file says. */
  private static List<Finding> unknownValues(List<ChartSettings> settings) {
    return settings.stream()
        .flatMap(chart ->
            chart.unknown().stream()
                .map(unknown ->
                    Finding.red(Check.VALUES, "values of " + chart.run().release(), unknown, "")))
        .toList();
  }

  private InstallPlan.Subject subject(
      VerifiedBundle bundle, Site site, String kubernetes, Given given) {
    return new InstallPlan.Subject(
        bundle.manifest().release(),
        bundle.manifestDigest(),
        given.siteFile(),
        cluster.context(),
        cluster.server(),
        kubernetes,
        site.registry().prefix());
  }

  /** One for each chart; empty ones where the charts cannot be rendered at all. */
  private List<Rendering> renderings(
      VerifiedBundle bundle, Site site, List<ChartSettings> settings, List<Finding> findings) {
    List<ChartRun> runs = settings.stream().map(ChartSettings::run).toList();
    String subject = "the rendered charts";
    try {
      InstallGate.Inspected inspected =
          new InstallGate(helm, bundle.manifest(), site.registry().prefix()).inspect(runs);
      inspected
          .broken()
          .forEach(broken -> findings.add(Finding.red(Check.GATE, subject, broken, "")));
      if (inspected.broken().isEmpty()) {
        findings.add(
            Finding.green(Check.GATE, subject, "run the bundle's images, and break no rule"));
      }
      return inspected.renderings();
    } catch (HelmException e) {
      findings.add(Finding.red(Check.GATE, subject, Finding.words(e), ""));
      return Collections.nCopies(runs.size(), new Rendering(List.of(), List.of()));
    }
  }

  private List<PlannedRelease> releases(
      List<ChartSettings> settings, List<Rendering> renderings, List<Finding> findings) {
    List<PlannedRelease> releases = new ArrayList<>();
    for (int i = 0; i < settings.size(); i++) {
      HelmRelease release = settings.get(i).run().release();
      releases.add(new PlannedRelease(release, state(release, findings), renderings.get(i)));
    }
    return releases;
  }

  private Optional<ReleaseState> state(HelmRelease release, List<Finding> findings) {
    try {
      return helm.status(release, cluster.kubeconfig());
    } catch (HelmException e) {
      findings.add(
          Finding.red(
              Check.CLUSTER,
              release.toString(),
              "what Helm knows of it could not be asked: " + Finding.words(e),
              "give this user the rights that the line 'rights' names"));
      return Optional.empty();
    }
  }
}
