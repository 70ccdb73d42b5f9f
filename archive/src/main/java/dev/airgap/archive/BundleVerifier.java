package dev.airgap.archive;

import java.io.IOException;
import java.time.Clock;

/**
 * Verifies a bundle in the order that the format prescribes: signature over the first two entries,
 * then {@code manifest.json}, then every byte of the file.
 */
public final class BundleVerifier {
  private final Clock clock;

  public BundleVerifier(Clock clock) {
    this.clock = clock;
  }

  public VerifiedBundle verify(OpenBundle bundle, Trust trust, CheckListener listener)
      throws IOException, BundleRefusedException {
    throw new UnsupportedOperationException("not yet " + clock);
  }

  /** What the bundle says of itself, believed by nobody: for {@code inspect} alone. */
  public UnverifiedContents inspect(OpenBundle bundle) throws IOException, BundleRefusedException {
    throw new UnsupportedOperationException("not yet");
  }
}
