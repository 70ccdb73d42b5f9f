package dev.airgap.bundler.complete;

import dev.airgap.manifest.ImageReference;
import java.util.Collection;
import java.util.stream.Collectors;

/** The charts run images that the spec does not name (exit code 2). */
public final class IncompleteBundleException extends Exception {
  public IncompleteBundleException(Collection<String> images) {
    super(
        "the charts would run images that the bundle does not hold; add to images: in the spec\n"
            + images.stream()
                .map(IncompleteBundleException::line)
                .collect(Collectors.joining("\n")));
  }

  /** A line to add; an image that cannot be pinned needs a tag first. */
  private static String line(String image) {
    return isPinned(image)
        ? "  - {source: %s, role: helper}".formatted(image)
        : "  - {source: '%s:TAG', role: helper}   # the chart names no tag that stays: choose one here, and set it in the chart's values as well"
            .formatted(image.endsWith(":latest") ? image.substring(0, image.length() - 7) : image);
  }

  private static boolean isPinned(String image) {
    try {
      ImageReference reference = ImageReference.parse(image);
      boolean moves = reference.tag() == null || "latest".equals(reference.tag());
      return reference.digest() != null || !moves;
    } catch (IllegalArgumentException e) {
      return true;
    }
  }
}
