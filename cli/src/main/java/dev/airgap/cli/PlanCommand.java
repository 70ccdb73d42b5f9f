package dev.airgap.cli;

import dev.airgap.installer.plan.InstallPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "plan",
    description = {
      "Show every action that an install would take, and all that speaks against it; only reads.",
      "The one exception: whether the pull account may push is tried, and cancelled.",
      "With --probe, pods in a namespace of their own look from inside the cluster as well."
    },
    footer = {"", "Example:  bundle plan zenml.tar -f site.yaml --trust signer.pem"})
final class PlanCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "FILE", description = "The bundle.")
  private Path file = Path.of("");

  @Option(
      names = "--save",
      paramLabel = "PLAN",
      description = "Write the plan there, for 'install --plan'; holds no secret.")
  private @Nullable Path save;

  @Option(
      names = "--probe",
      description = {
        "Look from inside the cluster: a pod on each node, in the namespace bundle-probe, which is",
        "made and deleted; databases get a table that goes again. The images must be loaded."
      })
  private boolean probe;

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
              InstallPlan read = install.plan(bundle, site);
              InstallPlan plan = probe ? install.probed(bundle, site, read) : read;
              new PrintedPlan(surroundings.console()).print(plan, options.output);
              save(plan);
              plan.requireNoRed();
              return ExitCode.DONE;
            });
  }

  private void save(InstallPlan plan) throws IOException {
    if (save != null) {
      new PlanFile(save).save(plan, surroundings.console());
    }
  }
}
