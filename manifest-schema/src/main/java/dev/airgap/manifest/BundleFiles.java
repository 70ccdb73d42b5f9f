package dev.airgap.manifest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Which files a bundle has, in the order of the container and of {@code manifest.txt}. */
public final class BundleFiles {
  private BundleFiles() {}

  /**
   * Everything that the manifest names, by path, bytewise; every blob once. Not in it: {@code
   * manifest.txt}, its signature and {@code manifest.json}, which come before the rest, and what a
   * delta leaves to its base.
   */
  public static List<BundleFile> of(BundleManifest manifest) {
    Map<BundlePath, BundleFile> files = new TreeMap<>();
    Set<Digest> leftOut = manifest.leftOut();
    for (ImageEntry image : manifest.images()) {
      for (BlobDescriptor blob : image.blobs()) {
        if (!leftOut.contains(blob.digest())) {
          put(files, BundlePaths.blob(blob.digest()), blob.size(), Optional.of(blob.digest()));
        }
      }
    }
    for (ChartEntry chart : manifest.charts()) {
      put(files, chart.path(), chart.size(), Optional.of(chart.digest()));
    }
    for (FileEntry file : manifest.files()) {
      put(files, file.path(), file.size(), Optional.empty());
    }
    return List.copyOf(files.values());
  }

  private static void put(
      Map<BundlePath, BundleFile> files, BundlePath path, long size, Optional<Digest> digest) {
    files.put(path, new BundleFile(path, size, digest));
  }
}
