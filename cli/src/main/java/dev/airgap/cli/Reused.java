package dev.airgap.cli;

import dev.airgap.archive.BundleOpener;
import dev.airgap.archive.BundleRefusedException;
import dev.airgap.archive.BundleVerifier;
import dev.airgap.archive.Trust;
import dev.airgap.archive.VerifiedBundle;
import dev.airgap.pki.Signer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An earlier bundle that a new one builds on: verified, as if it were to be loaded. */
record Reused(Optional<VerifiedBundle> bundle) implements AutoCloseable {
  /** It must be of the same signer, who may have made it long ago. */
  static Reused open(Optional<Path> file, Signer signer, Surroundings surroundings)
      throws IOException, BundleRefusedException {
    if (file.isEmpty()) {
      return new Reused(Optional.empty());
    }
    surroundings.console().note("checking " + file.get());
    Trust trust = new Trust(List.of(signer.certificate()), true);
    return new Reused(
        Optional.of(
            new BundleVerifier(surroundings.clock())
                .verify(new BundleOpener().open(file.get()), trust, new QuietChecks())));
  }

  @Override
  public void close() throws IOException {
    if (bundle.isPresent()) {
      bundle.get().close();
    }
  }
}
