package dev.airgap.cli;

import dev.airgap.archive.BundleOpener;
import dev.airgap.archive.BundleRefusedException;
import dev.airgap.archive.BundleVerifier;
import dev.airgap.archive.OpenBundle;
import dev.airgap.archive.UnverifiedContents;
import dev.airgap.manifest.ManifestJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "inspect",
    description = "Show what a bundle claims to hold, without verifying anything.",
    footer = {"", "What it shows is the bundle's own claim. To rely on it, run 'bundle verify'."})
final class InspectCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "FILE", description = "The bundle.")
  private Path file = Path.of("");

  @Option(names = "--output", paramLabel = "text|json", description = "Form (default: text).")
  private OutputForm output = OutputForm.text;

  InspectCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, BundleRefusedException {
    try (OpenBundle open = new BundleOpener().open(file)) {
      UnverifiedContents contents = new BundleVerifier(surroundings.clock()).inspect(open);
      surroundings.console().warn("NOT VERIFIED: this is what the bundle says of itself");
      switch (output) {
        case json -> printJson(contents);
        case text -> printText(contents);
      }
    }
    return ExitCode.DONE;
  }

  /** The manifest itself: it is JSON already, and it is what programs read. */
  private void printJson(UnverifiedContents contents) {
    String manifest =
        new String(ManifestJson.write(contents.manifest()), StandardCharsets.UTF_8).strip();
    surroundings.console().result("{\n\"verified\": false,\n\"manifest\": " + manifest + "\n}");
  }

  private void printText(UnverifiedContents contents) {
    new PrintedManifest(surroundings.console())
        .print(contents.manifest(), contents.manifestDigest(), contents.claimedSigner());
  }
}
