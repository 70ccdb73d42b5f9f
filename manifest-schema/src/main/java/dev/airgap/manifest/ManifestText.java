package dev.airgap.manifest;

import java.util.Map;

/** {@code manifest.txt}: what people read, {@code sha256sum} checks, and the signer signs. */
public final class ManifestText {
  /** The most bytes that {@code manifest.txt} may have. */
  public static final int MAX_BYTES = 16 * 1024 * 1024;

  private ManifestText() {}

  /**
   * Writes the one text that belongs to this manifest.
   *
   * @param hashes of every file of the bundle but {@code manifest.txt} and its signature
   */
  public static byte[] write(BundleManifest manifest, Map<BundlePath, Digest> hashes) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Reads the lines {@code <hash> <path>}, in their order; comments are passed over. */
  public static Map<BundlePath, Digest> readHashes(byte[] text) throws InvalidManifestException {
    throw new UnsupportedOperationException("not yet");
  }
}
