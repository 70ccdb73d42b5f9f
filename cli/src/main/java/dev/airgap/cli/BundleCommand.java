package dev.airgap.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** The command with its subcommands; each is options, one call, print. */
@Command(
    name = "bundle",
    description = "Builds, checks and installs air-gap bundles of ZenML Pro.",
    mixinStandardHelpOptions = true,
    versionProvider = BundleCommand.Version.class,
    subcommandsRepeatable = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:done",
      " 1:a bug of ours; a log file is named",
      " 2:usage, spec or site file",
      " 3:bundle refused",
      " 4:registry",
      " 5:cluster",
      " 6:installed, but a check is red",
      " 7:a person has to do something first; then run the same command again"
    })
final class BundleCommand {
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"bundle " + Surroundings.programVersion()};
    }
  }

  static CommandLine commandLine(Surroundings surroundings) {
    CommandLine trust =
        new CommandLine(new TrustCommand.Group())
            .addSubcommand(new TrustCommand.Add(surroundings))
            .addSubcommand(new TrustCommand.Listing(surroundings));
    CommandLine bundle =
        new CommandLine(new BundleCommand())
            .addSubcommand(new CreateCommand(surroundings))
            .addSubcommand(new VerifyCommand(surroundings))
            .addSubcommand(new InspectCommand(surroundings))
            .addSubcommand(new ExportCommand(surroundings))
            .addSubcommand(new ServeCommand(surroundings))
            .addSubcommand(new ProbeCommand(surroundings))
            .addSubcommand(new LoadCommand(surroundings))
            .addSubcommand(new PlanCommand(surroundings))
            .addSubcommand(new InstallCommand(surroundings))
            .addSubcommand(new StatusCommand(surroundings))
            .addSubcommand(new KeygenCommand(surroundings))
            .addSubcommand(trust)
            .setExecutionExceptionHandler(new Failures(surroundings))
            .setUsageHelpAutoWidth(true);
    bundle.getSubcommands().values().forEach(BundleCommand::addHelp);
    return bundle;
  }

  /** {@code bundle COMMAND --help}, for each of them and those below. */
  private static void addHelp(CommandLine command) {
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
    command.getSubcommands().values().forEach(BundleCommand::addHelp);
  }
}
