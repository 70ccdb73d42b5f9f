package dev.airgap.cli;

import dev.airgap.installer.site.Site;
import dev.airgap.yaml.InvalidFileException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "check",
    description = "Name all that is wrong with a site file, each with its line and a remedy.",
    footer = {"", "Reads the file and the certificates that it names; no secret, no network."})
final class SiteCheckCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private SiteFileOption siteFile = new SiteFileOption();

  SiteCheckCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InvalidFileException {
    Site site = siteFile.site(surroundings);
    Console console = surroundings.console();
    console.result("good       " + siteFile.file());
    site.records()
        .forEach((host, address) -> console.result("host       %s -> %s".formatted(host, address)));
    site.secrets()
        .forEach(secret ->
            console.result(
                "reads      %s: %s, for %s"
                    .formatted(secret.key(), secret.source().place(), secret.receiver())));
    site.warnings().forEach(console::warn);
    return ExitCode.DONE;
  }
}
