package dev.airgap.cli;

import dev.airgap.archive.BundleRefusedException;
import dev.airgap.archive.Trust;
import dev.airgap.archive.TrustFolder;
import dev.airgap.pki.Certificates;
import dev.airgap.pki.UnusableKeyException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Whom to trust: {@code --trust}, else {@code BUNDLE_TRUST}, else the trust folder. */
final class TrustOptions {
  @Option(
      names = "--trust",
      paramLabel = "CERT",
      description = {
        "Certificate of a signer that you trust (PEM); from elsewhere than the bundle.",
        "Without it: BUNDLE_TRUST (paths joined by ':'), else what 'bundle trust add' kept."
      })
  private List<Path> certificates = List.of();

  @Option(
      names = "--accept-expired",
      description =
          "Take a trusted certificate past its end. For disaster recovery only; it is recorded.")
  private boolean acceptExpired;

  Trust trust(Surroundings surroundings)
      throws IOException, UnusableKeyException, BundleRefusedException {
    List<Path> files = certificates.isEmpty() ? fromVariable(surroundings) : certificates;
    if (files.isEmpty()) {
      return new Trust(new TrustFolder(surroundings.trustFolder()).list(), acceptExpired);
    }
    List<X509Certificate> signers = new ArrayList<>();
    for (Path file : files) {
      signers.addAll(Certificates.read(file));
    }
    return new Trust(signers, acceptExpired);
  }

  private static List<Path> fromVariable(Surroundings surroundings) {
    return surroundings.variable("BUNDLE_TRUST").stream()
        .flatMap(paths -> List.of(paths.split(File.pathSeparator)).stream())
        .map(Path::of)
        .toList();
  }
}
