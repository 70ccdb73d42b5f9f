package dev.airgap.cli;

import dev.airgap.installer.AddWorkspace;
import dev.airgap.installer.Installation;
import dev.airgap.installer.plan.InstallPlan;
import dev.airgap.installer.plan.SavedPlan;
import dev.airgap.installer.site.Site;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code workspace add}. */
@Command(name = "workspace", description = "Add a workspace to a site that is installed.")
final class WorkspaceCommand {
  private WorkspaceCommand() {}

  static CommandLine with(Surroundings surroundings) {
    return new CommandLine(new WorkspaceCommand()).addSubcommand(new Add(surroundings));
  }

  @Command(
      name = "add",
      description = {
        "Show the plan for one workspace of the site file and carry it out.",
        "The control plane and the other workspaces stay as they are."
      },
      footer = {
        "",
        "Example:  bundle workspace add staging zenml.tar -f site.yaml --trust signer.pem"
      })
  static final class Add implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(index = "0", paramLabel = "NAME", description = "Its name in the site file.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "The bundle that is installed.")
    private Path file = Path.of("");

    @Option(
        names = "--save",
        paramLabel = "PLAN",
        description = "Only show the plan and write it there, for --plan; holds no secret.")
    private @Nullable Path save;

    @Mixin private SiteOptions siteOptions = new SiteOptions();
    @Mixin private TrustOptions trustOptions = new TrustOptions();
    @Mixin private InstallOptions options = new InstallOptions();
    @Mixin private ConsentOptions consent = new ConsentOptions();

    Add(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
      CLibrary.ofThisMachine().requireForHelm();
      Optional<SavedPlan> wanted = consent.begin(surroundings.console(), options);
      Site part = AddWorkspace.only(siteOptions.site(surroundings), name);
      return new SiteRun(surroundings, siteOptions, trustOptions, options)
          .with(
              file,
              new PrintedChecks(surroundings),
              (install, bundle, site) -> {
                AddWorkspace adding = install.adding();
                InstallPlan plan = adding.plan(bundle, part);
                new PrintedPlan(surroundings.console()).print(plan, options.output);
                if (save != null) {
                  new PlanFile(save).save(plan, surroundings.console());
                }
                plan.requireNoRed();
                install.requireSame(plan, wanted);
                if (save != null) {
                  return ExitCode.DONE;
                }
                consent.require(surroundings);
                return print(adding.add(bundle, part, site, plan, wanted));
              });
    }

    private int print(Installation added) {
      Console console = surroundings.console();
      new PrintedProof(console).print(added.proof());
      if (added.proof().isRed()) {
        console.error("added, but what runs is not what was signed: see the red lines");
        return ExitCode.CHECK_RED;
      }
      console.result(
          "added      workspace %s: %s"
              .formatted(
                  name,
                  added.changedNothing() ? "nothing had to be changed" : "proven and recorded"));
      return ExitCode.DONE;
    }
  }
}
