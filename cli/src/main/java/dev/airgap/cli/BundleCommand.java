package dev.airgap.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** The command with its subcommands; each is options, one call, print. */
@Command(
    name = "bundle",
    description = "Builds, checks and installs air-gap bundles of ZenML Pro, and of ZenML.",
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

  /**
   * The program with the command that is asked for, or with all of them where none is: reading the
   * options of commands that are not run would take half of the start.
   */
  static CommandLine commandLine(Surroundings surroundings, String... args) {
    CommandLine bundle =
        new CommandLine(new BundleCommand())
            .setExecutionExceptionHandler(new Failures(surroundings))
            .setUsageHelpAutoWidth(true);
    Map<String, Supplier<Object>> commands = commands(surroundings);
    if (args.length > 0 && commands.containsKey(args[0])) {
      commands.keySet().retainAll(Set.of(args[0]));
    }
    commands.values().forEach(command -> bundle.addSubcommand(command.get()));
    bundle.getSubcommands().values().forEach(BundleCommand::addHelp);
    return bundle;
  }

  /** By name, in the order in which the help lists them. */
  private static Map<String, Supplier<Object>> commands(Surroundings surroundings) {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("create", () -> new CreateCommand(surroundings));
    commands.put("verify", () -> new VerifyCommand(surroundings));
    commands.put("inspect", () -> new InspectCommand(surroundings));
    commands.put("export", () -> new ExportCommand(surroundings));
    commands.put("serve", () -> new ServeCommand(surroundings));
    commands.put("probe", () -> new ProbeCommand(surroundings));
    commands.put("load", () -> new LoadCommand(surroundings));
    commands.put("plan", () -> new PlanCommand(surroundings));
    commands.put("install", () -> new InstallCommand(surroundings));
    commands.put("status", () -> new StatusCommand(surroundings));
    commands.put("check", () -> new CheckCommand(surroundings));
    commands.put("access", () -> new AccessCommand(surroundings));
    commands.put("workspace", () -> WorkspaceCommand.with(surroundings));
    commands.put("users", () -> UsersCommand.with(surroundings));
    commands.put("site", () -> SiteCommand.with(surroundings));
    commands.put("schema", () -> new SchemaCommand(surroundings));
    commands.put("keygen", () -> new KeygenCommand(surroundings));
    commands.put("trust", () -> trust(surroundings));
    return commands;
  }

  private static CommandLine trust(Surroundings surroundings) {
    return new CommandLine(new TrustCommand.Group())
        .addSubcommand(new TrustCommand.Add(surroundings))
        .addSubcommand(new TrustCommand.Listing(surroundings));
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
