package dev.airgap.cli;

import dev.airgap.installer.AddSuperuser;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.site.Site;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code users superuser}; other users, teams and roles are the dashboard's affair. */
@Command(name = "users", description = "Make the first super-user of the control plane.")
final class UsersCommand {
  private UsersCommand() {}

  static CommandLine with(Surroundings surroundings) {
    return new CommandLine(new UsersCommand()).addSubcommand(new SuperUser(surroundings));
  }

  @Command(
      name = "superuser",
      description = {
        "Make a super-user with a one-time password, so that nobody has to work as 'admin'.",
        "Further users, teams and roles are made in the dashboard."
      },
      footer = {"", "Example:  bundle users superuser anna -f site.yaml --to anna.password"})
  static final class SuperUser implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(index = "0", paramLabel = "NAME", description = "Under which the user logs in.")
    private String name = "";

    @Option(
        names = "--to",
        required = true,
        paramLabel = "FILE",
        description = "Where the one-time password is written; nobody else may read it.")
    private Path file = Path.of("");

    @Mixin private SiteOptions siteOptions = new SiteOptions();

    SuperUser(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
      CLibrary.ofThisMachine().requireForHelm();
      Site site = siteOptions.site(surroundings);
      try (Cluster cluster = siteOptions.cluster(site)) {
        new AddSuperuser(
                cluster, SiteOptions.helm(), surroundings.secrets(), surroundings.environment())
            .add(site, name, file);
      }
      Console console = surroundings.console();
      console.result(
          "made       super-user %s of https://%s; the one-time password stands in %s"
              .formatted(name, site.controlPlane().host(), file));
      console.warn(
          "the API takes the password in its URL, so that the logs of ingress and control plane may hold it: %s has to change it at the first login; then delete %s"
              .formatted(name, file));
      return ExitCode.DONE;
    }
  }
}
