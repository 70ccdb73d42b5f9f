package dev.airgap.manifest;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that {@code manifest.json} says, format version 1.
 *
 * @param created whole seconds, UTC
 * @param images sorted by name and tag
 * @param charts sorted by path
 * @param files every other file but {@code manifest.txt}, its signature and {@code manifest.json},
 *     sorted by path
 * @param builtWith the version of the program that made the bundle
 * @param base what a delta builds on; a complete bundle has none
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
    String builtWith,
    Optional<Base> base) {
  public static final int FORMAT_VERSION = 1;

  public BundleManifest {
    if (!created.equals(created.truncatedTo(ChronoUnit.SECONDS))) {
      throw new IllegalArgumentException("created is in whole seconds");
    }
    images = List.copyOf(images);
    charts = List.copyOf(charts);
    files = List.copyOf(files);
  }

  /** A complete bundle. */
  public BundleManifest(
      Release release,
      Instant created,
      Versions versions,
      Platform platform,
      List<ImageEntry> images,
      List<ChartEntry> charts,
      List<FileEntry> files,
      Requirements requires,
      String builtWith) {
    this(
        release,
        created,
        versions,
        platform,
        images,
        charts,
        files,
        requires,
        builtWith,
        Optional.empty());
  }

  public Product product() {
    return versions.product();
  }

  /** The same manifest with other files. */
  public BundleManifest withFiles(List<FileEntry> other) {
    return new BundleManifest(
        release, created, versions, platform, images, charts, other, requires, builtWith, base);
  }

  /** The same manifest as a delta. */
  public BundleManifest withBase(Base below) {
    return new BundleManifest(
        release,
        created,
        versions,
        platform,
        images,
        charts,
        files,
        requires,
        builtWith,
        Optional.of(below));
  }

  /** Bytes of all that a reader keeps in memory: manifests, indexes, configs and charts. */
  public long keptBytes() {
    Map<Digest, Long> sizes = new HashMap<>();
    images.forEach(i -> i.documents().forEach(b -> sizes.put(b.digest(), b.size())));
    charts.forEach(chart -> sizes.put(chart.digest(), chart.size()));
    return Sums.of(sizes.values());
  }

  /** Bytes of the image's blobs that lie in the bundle itself. */
  public long carried(ImageEntry image) {
    Set<Digest> without = leftOut();
    return image.blobs().stream()
        .filter(blob -> !without.contains(blob.digest()))
        .mapToLong(BlobDescriptor::size)
        .sum();
  }

  /** Layers that a delta leaves out; empty in a complete bundle. */
  public Set<Digest> leftOut() {
    return base.map(Base::digests).orElse(Set.of());
  }
}
