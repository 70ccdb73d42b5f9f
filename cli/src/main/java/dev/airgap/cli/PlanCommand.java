package dev.airgap.cli;

import dev.airgap.archive.BundleOpener;
import dev.airgap.archive.BundleVerifier;
import dev.airgap.archive.OpenBundle;
import dev.airgap.archive.Trust;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.InstallBundle;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.site.Site;
import dev.airgap.registry.RegistryClients;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "plan",
    description = "Show every action that an install would take; only reads.",
    footer = {"", "Example:  bundle plan zenml.tar -f site.yaml --trust signer.pem"})
final class PlanCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "FILE", description = "The bundle.")
  private Path file = Path.of("");

  @Mixin private SiteOptions siteOptions = new SiteOptions();
  @Mixin private TrustOptions trustOptions = new TrustOptions();
  @Mixin private InstallOptions options = new InstallOptions();

  PlanCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    CLibrary.ofThisMachine().requireForHelm();
    Site site = siteOptions.site(surroundings);
    Trust trust = trustOptions.trust(surroundings);
    options.announce(surroundings.console());
    try (OpenBundle open = new BundleOpener().open(file);
        VerifiedBundle bundle =
            new BundleVerifier(surroundings.clock()).verify(open, trust, new QuietChecks());
        Cluster cluster = siteOptions.cluster(site);
        RegistryClients registries = SiteOptions.registries(site, cluster, surroundings)) {
      InstallBundle install =
          new InstallBundle(
              SiteOptions.reach(site, cluster, registries, surroundings),
              SiteOptions.options(trust, options.allowDowngrade, options.moveTags));
      new PrintedPlan(surroundings.console()).print(install.plan(bundle, site), options.output);
    }
    return ExitCode.DONE;
  }
}
