package dev.airgap.installer;

import dev.airgap.archive.VerifiedBundle;
import dev.airgap.helm.HelmException;
import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.ReleaseState;
import dev.airgap.installer.InstallBundle.Surroundings;
import dev.airgap.installer.check.Check;
import dev.airgap.installer.check.Colour;
import dev.airgap.installer.check.Finding;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.InstallLease;
import dev.airgap.installer.cluster.PassingNamespace;
import dev.airgap.installer.controlplane.ControlPlanes;
import dev.airgap.installer.inside.InsideChecks;
import dev.airgap.installer.inside.RedProbesException;
import dev.airgap.installer.plan.InstallPlan;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SiteProduct;
import dev.airgap.installer.tls.SiteAuthority;
import dev.airgap.installer.workspace.WorkspaceServers;
import dev.airgap.pki.UnusableKeyException;
import dev.airgap.yaml.InvalidFileException;
import java.util.List;
import java.util.Optional;

/** What only pods can see, for a plan and within an install. */
final class ProbeStage {
  private final Surroundings around;
  private final InstallBundle.Options options;
  private final InstallStages stages;

  ProbeStage(Surroundings around, InstallBundle.Options options, InstallStages stages) {
    this.around = around;
    this.options = options;
    this.stages = stages;
  }

  /** Nothing is made while something speaks against the install anyway. */
  InstallPlan probed(VerifiedBundle bundle, Site site, InstallPlan plan)
      throws ClusterException, HelmException, InvalidFileException, UnusableKeyException {
    return plan.with(
        plan.red().isEmpty()
            ? look(bundle, site)
            : List.of(
                Finding.yellow(
                    Check.PROBE,
                    PassingNamespace.PROBES,
                    "nothing was looked at from inside the cluster: the plan is red",
                    "put right what is red first")));
  }

  /**
   * Before the first object of the product.
   *
   * @throws RedProbesException where a red finding was not accepted
   */
  void require(VerifiedBundle bundle, Site site, InstallLease lease)
      throws RedProbesException,
          ClusterException,
          HelmException,
          InvalidFileException,
          UnusableKeyException {
    lease.requireHeld();
    List<Finding> findings = look(bundle, site).stream().map(ProbeStage::beforeTheChange).toList();
    findings.stream()
        .filter(this::isToBeTold)
        .forEach(found ->
            around
                .listener()
                .warning(
                    "%s %s %s: %s\n  -> %s"
                        .formatted(
                            found.check().word(),
                            found.colour().word(),
                            found.subject(),
                            found.seen(),
                            found.remedy())));
    RedProbesException.unlessGood(findings, options.accepted());
    around
        .listener()
        .done(
            "seen from inside the cluster: %d of %d as they should be"
                .formatted(
                    findings.stream().filter(found -> found.colour() == Colour.GREEN).count(),
                    findings.size()));
  }

  /**
   * What is served now may be what this very install replaces, as with another form of tls; that
   * pods take what comes after it is seen when the workspaces reach the control plane.
   */
  private static Finding beforeTheChange(Finding found) {
    return found.check() == Check.CONTROL_PLANE_TLS && found.isRed()
        ? Finding.yellow(
            found.check(),
            found.subject(),
            found.seen() + "; the install goes on, as it may be what it replaces",
            found.remedy())
        : found;
  }

  /** What stops the install is told by what is thrown. */
  private boolean isToBeTold(Finding found) {
    return found.isRed()
        ? options.accepted().reason(found.check()).isPresent()
        : found.colour() == Colour.YELLOW;
  }

  private List<Finding> look(VerifiedBundle bundle, Site site)
      throws ClusterException, HelmException, InvalidFileException, UnusableKeyException {
    around
        .listener()
        .step("pods in %s look from inside the cluster".formatted(PassingNamespace.PROBES));
    return new InsideChecks(
            around.cluster(),
            around.registry(),
            stages.siteSecrets(),
            around.secrets(),
            options.holder())
        .look(bundle.manifest(), site, served(site));
  }

  /** The authorities that clients are given, once the control plane, or the one server, runs. */
  private Optional<String> served(Site site)
      throws ClusterException, HelmException, UnusableKeyException {
    HelmRelease entrance =
        switch (site.product()) {
          case SiteProduct.ZenmlPro pro -> ControlPlanes.release(site);
          case SiteProduct.ZenmlServer open -> WorkspaceServers.release(open.server());
        };
    return stages.stored().state(entrance).filter(ReleaseState::isDeployed).isEmpty()
        ? Optional.empty()
        : Optional.of(
            SiteAuthority.read(around.cluster(), site).map(SiteAuthority::pem).orElse(""));
  }
}
