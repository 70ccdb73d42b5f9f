package dev.airgap.manifest;

import java.util.Map;

/**
 * The three small files that make {@code images/} at once a valid OCI image layout and what {@code
 * docker load} takes. All follow from the manifest and the images' own manifests.
 */
public final class ImageLayout {
  private ImageLayout() {}

  /** {@code oci-layout}, {@code index.json} and the docker-load table, by path. */
  public static Map<BundlePath, byte[]> files(
      BundleManifest manifest, Map<Digest, OciDocument> documents) {
    throw new UnsupportedOperationException("not yet");
  }
}
