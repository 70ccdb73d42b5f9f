package dev.airgap.cli;

import dev.airgap.archive.BundleExporter;
import dev.airgap.archive.BundleOpener;
import dev.airgap.archive.BundleVerifier;
import dev.airgap.archive.ExportedTree;
import dev.airgap.archive.ImageForm;
import dev.airgap.archive.OpenBundle;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.manifest.Named;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "export",
    description = "Write a verified bundle as plain files, for sites that load them by hand.",
    footer = {
      "",
      "DIR gets images/NAME.tar (or one OCI layout, images/), charts/*.tgz, documents/,",
      "manifest.txt for sha256sum, and what was signed in signed/. Load an image with one of",
      "  docker load < images/NAME.tar",
      "  ctr -n k8s.io images import --base-name NAME images/NAME.tar",
      "  skopeo copy --preserve-digests oci-archive:images/NAME.tar docker://REGISTRY/NAME:TAG",
      "(skopeo takes so what has OCI media types; of Docker's it changes the digest).",
      "",
      "Example:  bundle export zenml.tar --to zenml --trust signer.pem"
    })
final class ExportCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "FILE", description = "The bundle.")
  private Path file = Path.of("");

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DIR",
      description = "A folder that does not exist yet.")
  private Path to = Path.of("");

  @Option(
      names = "--images",
      paramLabel = "FORM",
      description = "docker-archive (default): a file for each; oci: one layout; none.")
  private String form = ImageForm.DOCKER_ARCHIVE.word();

  @Mixin private TrustOptions trust = new TrustOptions();

  ExportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    ImageForm images =
        Named.find(ImageForm.class, form)
            .orElseThrow(() ->
                new UsageException(
                    "--images %s: it is one of %s".formatted(form, Named.words(ImageForm.class))));
    try (OpenBundle open = new BundleOpener().open(file);
        VerifiedBundle bundle =
            new BundleVerifier(surroundings.clock())
                .verify(open, trust.trust(surroundings), new PrintedChecks(surroundings))) {
      ExportedTree tree = new BundleExporter().export(bundle, to, images);
      surroundings
          .console()
          .result(
              "exported    %d files, %s, to %s"
                  .formatted(tree.files().size(), ByteProgress.bytes(tree.bytes()), tree.folder()));
    }
    return ExitCode.DONE;
  }
}
