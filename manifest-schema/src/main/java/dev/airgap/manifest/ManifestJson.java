package dev.airgap.manifest;

/** The codec of {@code manifest.json}: strict when it reads, canonical when it writes. */
public final class ManifestJson {
  /** The most bytes that {@code manifest.json} may have. */
  public static final int MAX_BYTES = 16 * 1024 * 1024;

  private ManifestJson() {}

  /**
   * Reads and checks a manifest.
   *
   * @throws InvalidManifestException naming every unknown, missing, ill-typed or contradictory
   *     field at once; a higher {@code formatVersion} is "made by a newer bundle program"
   */
  public static BundleManifest read(byte[] bytes) throws InvalidManifestException {
    throw new UnsupportedOperationException("not yet");
  }

  /** Sorted keys, two-space indent, a final newline: the same manifest gives the same bytes. */
  public static byte[] write(BundleManifest manifest) {
    throw new UnsupportedOperationException("not yet");
  }
}
