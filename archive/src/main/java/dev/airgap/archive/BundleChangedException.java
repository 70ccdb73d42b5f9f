package dev.airgap.archive;

import java.io.IOException;

/** The file changed after it was verified: whatever was under way must be cancelled. */
public final class BundleChangedException extends IOException {
  public BundleChangedException(String message) {
    super(message);
  }
}
