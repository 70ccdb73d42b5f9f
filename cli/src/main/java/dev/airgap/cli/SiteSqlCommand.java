package dev.airgap.cli;

import dev.airgap.installer.site.Site;
import dev.airgap.installer.sql.SiteSql;
import dev.airgap.yaml.InvalidFileException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "sql",
    description = "Print the SQL that makes a site's databases and their users, with least rights.",
    footer = {
      "",
      "<PASSWORD> stands for each user's password, which is not read; SQL does not run until it is replaced."
    })
final class SiteSqlCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private SiteFileOption siteFile = new SiteFileOption();

  @Option(
      names = "--from",
      paramLabel = "HOSTS",
      defaultValue = "%",
      description =
          "From where users may log in to MySQL, such as 10.0.%% (default: from everywhere).")
  private String from = "%";

  SiteSqlCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InvalidFileException, UsageException {
    if (!SiteSql.isHostPattern(from)) {
      throw new UsageException(
          "--from %s: give an address or a name, with %% for what may vary, such as 10.0.%%"
              .formatted(from));
    }
    Site site = siteFile.site(surroundings);
    surroundings.console().result(new SiteSql(from).of(site).stripTrailing());
    site.warnings().forEach(surroundings.console()::warn);
    return ExitCode.DONE;
  }
}
