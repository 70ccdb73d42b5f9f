package dev.airgap.archive;

import dev.airgap.manifest.InvalidManifestException;
import dev.airgap.manifest.ManifestText;

/** Any bytes as {@code manifest.txt}: read, or refused in words. */
public final class ManifestTextFuzz {
  private ManifestTextFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    try {
      ManifestText.readHashes(data);
    } catch (InvalidManifestException e) {
      // refused, as it should be
    }
  }
}
