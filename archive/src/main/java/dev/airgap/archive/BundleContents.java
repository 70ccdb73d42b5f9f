package dev.airgap.archive;

import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.BundlePath;
import dev.airgap.manifest.Digest;
import java.util.Map;

/**
 * All that a bundle will hold, known before the first blob arrives.
 *
 * @param manifest with sizes and digests of everything
 * @param files charts, documents, README and installer, by path; the small files of the image
 *     layout and the manifests are made by the writer
 * @param ociDocuments the bytes of every manifest, index and config that was read while resolving
 */
public record BundleContents(
    BundleManifest manifest, Map<BundlePath, FileContent> files, Map<Digest, byte[]> ociDocuments) {
  public BundleContents {
    files = Map.copyOf(files);
    ociDocuments = Map.copyOf(ociDocuments);
  }
}
