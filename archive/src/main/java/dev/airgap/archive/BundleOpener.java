package dev.airgap.archive;

import java.io.IOException;
import java.nio.file.Path;

/** Opens a bundle file; nothing of it is read yet. */
public final class BundleOpener {
  public OpenBundle open(Path file) throws IOException, BundleRefusedException {
    throw new UnsupportedOperationException("not yet");
  }
}
