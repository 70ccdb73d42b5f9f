package dev.airgap.archive;

import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.InvalidManifestException;
import dev.airgap.manifest.ManifestJson;
import java.util.Arrays;

/** Any bytes as {@code manifest.json}: refused in words, or the only bytes that say this. */
public final class ManifestJsonFuzz {
  private ManifestJsonFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    BundleManifest manifest;
    try {
      manifest = ManifestJson.read(data);
    } catch (InvalidManifestException e) {
      return;
    }
    if (!Arrays.equals(ManifestJson.write(manifest), data)) {
      throw new IllegalStateException("two texts for one manifest");
    }
  }
}
