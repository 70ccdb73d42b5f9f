package dev.airgap.cli;

import dev.airgap.installer.Installation;
import dev.airgap.installer.plan.InstallPlan;
import dev.airgap.installer.plan.SavedPlan;
import dev.airgap.installer.site.Site;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "install",
    description = "Show the plan and carry it out.",
    footer = {
      "",
      "If a run is interrupted, run the same command again: it does only what is missing.",
      "",
      "Example:  bundle install zenml.tar -f site.yaml --trust signer.pem"
    })
final class InstallCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "FILE", description = "The bundle.")
  private Path file = Path.of("");

  @Mixin private SiteOptions siteOptions = new SiteOptions();
  @Mixin private TrustOptions trustOptions = new TrustOptions();
  @Mixin private InstallOptions options = new InstallOptions();
  @Mixin private ConsentOptions consent = new ConsentOptions();

  InstallCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    CLibrary.ofThisMachine().requireForHelm();
    Optional<SavedPlan> wanted = consent.begin(surroundings.console(), options);
    return new SiteRun(surroundings, siteOptions, trustOptions, options)
        .with(
            file,
            new PrintedChecks(surroundings),
            (install, bundle, site) -> {
              InstallPlan plan = install.plan(bundle, site);
              new PrintedPlan(surroundings.console()).print(plan, options.output);
              plan.requireNoRed();
              install.requireSame(plan, wanted);
              consent.require(surroundings);
              return print(install.install(bundle, site, plan, wanted), site);
            });
  }

  private int print(Installation installation, Site site) {
    Console console = surroundings.console();
    new PrintedProof(console).print(installation.proof());
    new PrintedAccess(console).print(installation, site);
    if (installation.proof().isRed()) {
      console.error(
          "installed, but what runs is not what was signed: see the red lines; 'bundle status'"
              + " looks again");
      return ExitCode.CHECK_RED;
    }
    console.result(
        installation.changedNothing()
            ? "installed  release %s: nothing had to be changed"
                .formatted(installation.receipt().release())
            : "installed  release %s: proven and recorded"
                .formatted(installation.receipt().release()));
    return ExitCode.DONE;
  }
}
