package dev.airgap.cli;

import dev.airgap.installer.site.SiteDraft;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a new site file is made of: given as options, or asked for. */
final class SiteAnswers {
  @Option(
      names = "--registry",
      paramLabel = "PREFIX",
      description = "Host and path that all images go below.")
  private @Nullable String registry;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Authority of the registry's certificate, where it is no public one.")
  private @Nullable Path ca;

  @Option(
      names = "--domain",
      description = "The control plane's host, the workspaces lie below it; or the server's.")
  private @Nullable String domain;

  @Mixin private TlsAnswers tls = new TlsAnswers();

  @Option(
      names = "--address",
      paramLabel = "IP",
      description = "The ingress' address, which these hosts lead to.")
  private @Nullable String address;

  @Mixin private ProductAnswers product = new ProductAnswers();

  /**
   * @param folder where the file will lie
   */
  SiteDraft draft(Surroundings surroundings, Path folder) throws IOException, UsageException {
    Questions questions = new Questions(surroundings);
    product.requireFitting();
    String prefix = questions.answer(registry, "--registry", "Registry and path for the images");
    String host = questions.answer(domain, "--domain", product.domainQuestion());
    String leadsTo = questions.answer(address, "--address", "IP address of the ingress");
    SiteDraft.DraftProduct runs = product.draft(questions);
    questions.requireAll();
    return new SiteDraft(prefix, authority(folder), host, tls.draft(folder), leadsTo, runs);
  }

  private Optional<String> authority(Path folder) {
    return Optional.ofNullable(ca).map(file -> TlsAnswers.path(file, folder));
  }
}
