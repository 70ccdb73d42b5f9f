package dev.airgap.bundler.complete;

import dev.airgap.bundler.catalogue.RenderValues;
import dev.airgap.bundler.resolve.ResolvedImage;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The images that the bundle will hold, found by what a rendered chart calls them. */
final class CarriedImages {
  private final List<ImageEntry> entries;

  CarriedImages(List<ResolvedImage> images) {
    this.entries = images.stream().map(ResolvedImage::entry).toList();
  }

  /** Whether a chart names it as an install would: below the target registry's prefix. */
  boolean isPlaced(String image) {
    return entries.stream()
        .anyMatch(entry -> image.equals(RenderValues.PREFIX + "/" + entry.reference()));
  }

  /** The image that a chart names outright, by where it came from. */
  Optional<ImageEntry> named(String image) {
    return parsed(image)
        .flatMap(wanted -> entries.stream().filter(entry -> isSame(wanted, entry)).findFirst());
  }

  /** Whether a line for this image would get a name that another image has. */
  boolean isNameTaken(ImageReference wanted) {
    return entries.stream()
        .anyMatch(
            entry -> entry.name().equals(wanted.baseName()) && entry.tag().equals(wanted.tag()));
  }

  static Optional<ImageReference> parsed(String image) {
    try {
      return Optional.of(ImageReference.parse(image));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * A digest decides alone, also that of an index of which one platform was taken. A chart that
   * names no tag, or {@code latest}, cannot be pinned by it: then any tag of that repository will
   * do, and the site's values name it at the install.
   */
  private static boolean isSame(ImageReference wanted, ImageEntry entry) {
    ImageReference source = ImageReference.parse(entry.source());
    return wanted.host().equals(source.host())
        && wanted.repository().equals(source.repository())
        && (wanted.digest() == null
            ? wanted.isMoving() || wanted.tagIfAny().equals(source.tagIfAny())
            : Stream.of(Optional.of(entry.digest()), Optional.ofNullable(entry.sourceDigest()))
                .anyMatch(digest -> digest.equals(wanted.digestIfAny())));
  }
}
