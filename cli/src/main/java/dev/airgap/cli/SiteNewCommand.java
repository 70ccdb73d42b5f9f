package dev.airgap.cli;

import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SiteDraft;
import dev.airgap.installer.site.SiteReader;
import dev.airgap.installer.site.SiteWriter;
import dev.airgap.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "new",
    description = "Write a commented site file with only what this site needs.",
    footer = {
      "",
      "What is not given is asked for, if somebody sits at a terminal.",
      "Example:  bundle site new --domain zenml.mycompany.internal --workspace production"
    })
final class SiteNewCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "-o",
      paramLabel = "FILE",
      description = "File to write; never overwritten (default: ${DEFAULT-VALUE}).",
      defaultValue = "site.yaml")
  private Path out = Path.of("site.yaml");

  @Mixin private SiteAnswers answers = new SiteAnswers();

  SiteNewCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, UsageException, InvalidFileException {
    if (Files.exists(out)) {
      throw new FileAlreadyExistsException(out.toString());
    }
    Path folder = Optional.ofNullable(out.getParent()).orElse(Path.of(""));
    SiteDraft draft = answers.draft(surroundings, folder);
    String text = new SiteWriter().write(draft);
    Site site = new SiteReader(surroundings.secrets()).read(out + " (not written)", text, folder);
    Files.writeString(out, text, StandardOpenOption.CREATE_NEW);
    Console console = surroundings.console();
    console.result("written    " + out);
    site.secrets()
        .forEach(secret ->
            console.result("reads      %s: %s".formatted(secret.key(), secret.source().place())));
    console.note("Read it through, then: bundle site check -f " + ShellWord.of(out));
    return ExitCode.DONE;
  }
}
