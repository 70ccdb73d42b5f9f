package dev.airgap.cli;

import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SiteReader;
import dev.airgap.yaml.InvalidFileException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which site. */
final class SiteFileOption {
  @Option(names = "-f", required = true, paramLabel = "SITE", description = "The site file.")
  private Path file = Path.of("");

  Path file() {
    return file;
  }

  Site site(Surroundings surroundings) throws InvalidFileException {
    return new SiteReader(surroundings.secrets(), surroundings.clock()).read(file);
  }
}
