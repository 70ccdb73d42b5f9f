package dev.airgap.cli;

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
    return new SiteRun(surroundings, siteOptions, trustOptions, options)
        .with(
            file,
            new QuietChecks(),
            (install, bundle, site) -> {
              new PrintedPlan(surroundings.console())
                  .print(install.plan(bundle, site), options.output);
              return ExitCode.DONE;
            });
  }
}
