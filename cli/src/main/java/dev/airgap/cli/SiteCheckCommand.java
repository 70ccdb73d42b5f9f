package dev.airgap.cli;

import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SiteReader;
import dev.airgap.yaml.InvalidFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "check",
    description = "Name all that is wrong with a site file, each with its line and a remedy.",
    footer = {"", "Reads the file and the certificates that it names; no secret, no network."})
final class SiteCheckCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(names = "-f", required = true, paramLabel = "SITE", description = "The site file.")
  private Path file = Path.of("");

  SiteCheckCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InvalidFileException {
    Site site = new SiteReader(surroundings.secrets()).read(file);
    Console console = surroundings.console();
    console.result("good       " + file);
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
