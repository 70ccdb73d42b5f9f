package dev.airgap.bundler.complete;

import dev.airgap.bundler.catalogue.RenderValues;
import dev.airgap.bundler.resolve.ResolvedImage;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.ImageReference;
import java.util.List;
import java.util.Optional;

/** The images that the bundle will hold, found by what a rendered chart calls them. */
final class CarriedImages {
  private final List<ImageEntry> entries;

  CarriedImages(List<ResolvedImage> images) {
    this.entries = images.stream().map(ResolvedImage::entry).toList();
  }

  /** By its name below the prefix, or, where a chart names it outright, by where it came from. */
  boolean holds(String image) {
    return entries.stream()
            .anyMatch(entry -> image.equals(RenderValues.PREFIX + "/" + entry.reference()))
        || parsed(image)
            .filter(wanted -> entries.stream().anyMatch(entry -> isSame(wanted, entry)))
            .isPresent();
  }

  /** The spec's own line for this repository and tag, where it brings other bytes than wanted. */
  Optional<String> lineInTheWay(String image) {
    return parsed(image)
        .filter(wanted -> wanted.digest() != null)
        .flatMap(wanted ->
            entries.stream()
                .filter(entry -> wanted.baseName().equals(entry.name()))
                .filter(entry -> entry.tag().equals(wanted.tag()))
                .map(ImageEntry::source)
                .findFirst());
  }

  static Optional<ImageReference> parsed(String image) {
    try {
      return Optional.of(ImageReference.parse(image));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * A digest decides alone. A chart that names no tag, or {@code latest}, cannot be pinned by it:
   * then any tag of that repository will do, and the site's values name it at the install.
   */
  private static boolean isSame(ImageReference wanted, ImageEntry entry) {
    ImageReference source = ImageReference.parse(entry.source());
    return wanted.host().equals(source.host())
        && wanted.repository().equals(source.repository())
        && (wanted.digest() == null
            ? wanted.isMoving() || wanted.tagIfAny().equals(source.tagIfAny())
            : wanted.digest().equals(entry.digest()));
  }
}
