package dev.airgap.cli;

import dev.airgap.installer.audit.AuditReport;
import dev.airgap.installer.audit.SiteAudit;
import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.site.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "check",
    description = {
      "Prove what is installed: images, certificates, endpoints, workspaces, and all that changed.",
      "Only reads, but for a login to control plane or server. Exit code 6 if anything is red."
    },
    footer = {"", "Example:  bundle check -f site.yaml --trust signer.pem --html site.html"})
final class CheckCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--output",
      paramLabel = "text|json",
      description = "Form of the result (default: text).")
  private OutputForm output = OutputForm.text;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write the same as one page, which loads nothing from elsewhere.")
  private @Nullable Path page;

  @Mixin private SiteOptions siteOptions = new SiteOptions();
  @Mixin private TrustOptions trustOptions = new TrustOptions();

  CheckCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    CLibrary.ofThisMachine().requireForHelm();
    if (output == OutputForm.json) {
      surroundings.console().beForPrograms();
    }
    Site site = siteOptions.site(surroundings);
    AuditReport report = report(site);
    new PrintedAudit(surroundings.console()).print(report, output);
    if (page != null) {
      write(page, new AuditPage(report, site.product().product()));
    }
    return report.red().isEmpty() ? ExitCode.DONE : ExitCode.CHECK_RED;
  }

  private AuditReport report(Site site) throws Exception {
    try (Cluster cluster = siteOptions.cluster(site)) {
      return new SiteAudit(
              cluster,
              SiteOptions.helm(),
              surroundings.secrets(),
              surroundings.environment(),
              surroundings.clock(),
              new PrintedInstall(surroundings))
          .audit(site, trustOptions.trust(surroundings));
    }
  }

  private void write(Path file, AuditPage report) throws IOException {
    Files.writeString(file, surroundings.console().clean(report.html()));
    surroundings.console().note("written    " + file);
  }
}
