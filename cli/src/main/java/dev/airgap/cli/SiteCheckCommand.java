package dev.airgap.cli;

import dev.airgap.installer.json.Json;
import dev.airgap.installer.site.Site;
import dev.airgap.yaml.InvalidFileException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "check",
    description = "Name all that is wrong with a site file, each with its line and a remedy.",
    footer = {"", "Reads the file and the certificates that it names; no secret, no network."})
final class SiteCheckCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private SiteFileOption siteFile = new SiteFileOption();

  @Option(
      names = "--output",
      paramLabel = "text|json",
      description = "Form of the result (default: text).")
  private OutputForm output = OutputForm.text;

  SiteCheckCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InvalidFileException {
    return output == OutputForm.json ? forPrograms() : forPeople();
  }

  private int forPrograms() {
    surroundings.console().beForPrograms();
    Map<String, Object> found = new TreeMap<>();
    found.put("file", siteFile.file().toString());
    List<String> problems = List.of();
    try {
      add(siteFile.site(surroundings), found);
    } catch (InvalidFileException e) {
      problems = e.problems();
    }
    found.put("good", problems.isEmpty());
    found.put("problems", problems);
    surroundings.console().document(Json.writePretty(found));
    return problems.isEmpty() ? ExitCode.DONE : ExitCode.USAGE;
  }

  private static void add(Site site, Map<String, Object> found) {
    found.put("hosts", site.records());
    found.put(
        "reads",
        site.secrets().stream()
            .map(secret ->
                Map.of(
                    "key", secret.key(),
                    "place", secret.source().place(),
                    "receiver", secret.receiver()))
            .toList());
    found.put("warnings", site.warnings());
  }

  private int forPeople() throws InvalidFileException {
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
