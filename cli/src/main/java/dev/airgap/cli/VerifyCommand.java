package dev.airgap.cli;

import dev.airgap.archive.BundleOpener;
import dev.airgap.archive.BundleRefusedException;
import dev.airgap.archive.BundleVerifier;
import dev.airgap.archive.OpenBundle;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.pki.UnusableKeyException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "verify",
    description = "Check a bundle's signature and every byte of it.",
    footer = {
      "",
      "Exit code 0: accepted; 3: refused. To check a bundle without this program, use the three",
      "commands at the head of its manifest.txt. Only this program also sees duplicate entries,",
      "paths outside the folder, and bytes after the end of the archive.",
      "",
      "Example:  bundle verify zenml.tar --trust signer.pem"
    })
final class VerifyCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "FILE", description = "The bundle.")
  private Path file = Path.of("");

  @Mixin private TrustOptions trust = new TrustOptions();

  VerifyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, UnusableKeyException, BundleRefusedException {
    PrintedChecks checks = new PrintedChecks(surroundings);
    try (OpenBundle open = new BundleOpener().open(file);
        VerifiedBundle bundle =
            new BundleVerifier(surroundings.clock())
                .verify(open, trust.trust(surroundings), checks)) {
      surroundings
          .console()
          .result(
              "accepted    release %s, manifest.txt %s"
                  .formatted(bundle.manifest().release(), bundle.manifestDigest()));
    }
    return ExitCode.DONE;
  }
}
