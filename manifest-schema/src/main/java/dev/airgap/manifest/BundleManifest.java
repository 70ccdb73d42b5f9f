package dev.airgap.manifest;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * All that {@code manifest.json} says, format version 1.
 *
 * @param created whole seconds, UTC
 * @param images sorted by name and tag
 * @param charts sorted by path
 * @param files every other file but {@code manifest.txt}, its signature and {@code manifest.json},
 *     sorted by path
 * @param builtWith the version of the program that made the bundle
 */
public record BundleManifest(
    Release release,
    Instant created,
    Versions versions,
    Platform platform,
    List<ImageEntry> images,
    List<ChartEntry> charts,
    List<FileEntry> files,
    Requirements requires,
    String builtWith) {
  public static final int FORMAT_VERSION = 1;

  public BundleManifest {
    if (!created.equals(created.truncatedTo(ChronoUnit.SECONDS))) {
      throw new IllegalArgumentException("created is in whole seconds");
    }
    images = List.copyOf(images);
    charts = List.copyOf(charts);
    files = List.copyOf(files);
  }

  public Product product() {
    return versions.product();
  }
}
