package dev.airgap.cli;

import dev.airgap.bundler.spec.SpecReader;
import dev.airgap.installer.site.SiteReader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "schema",
    description = "Print the JSON schema of site files or specs, for editors.",
    footer = {
      "",
      "Example:  bundle schema site > site.schema.json",
      "then, as the first line of site.yaml:  # yaml-language-server: $schema=site.schema.json"
    })
final class SchemaCommand implements Callable<Integer> {
  /** The names are what is typed. */
  enum Kind {
    site,
    spec
  }

  private final Surroundings surroundings;

  @Parameters(paramLabel = "site|spec", description = "Of which file.")
  private Kind kind = Kind.site;

  SchemaCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    String schema =
        switch (kind) {
          case site -> SiteReader.schema();
          case spec -> SpecReader.schema();
        };
    surroundings.console().result(schema.stripTrailing());
    return ExitCode.DONE;
  }
}
