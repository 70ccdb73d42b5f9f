package dev.airgap.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code site new}, {@code site check} and {@code site sql}. */
@Command(name = "site", description = "Write and check site files; needs no bundle and no network.")
final class SiteCommand {
  private SiteCommand() {}

  static CommandLine with(Surroundings surroundings) {
    return new CommandLine(new SiteCommand())
        .addSubcommand(new SiteNewCommand(surroundings))
        .addSubcommand(new SiteCheckCommand(surroundings))
        .addSubcommand(new SiteSqlCommand(surroundings));
  }
}
