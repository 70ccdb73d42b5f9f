package dev.airgap.bundler.complete;

import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageReference;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/** The charts run images that the spec does not name (exit code 2). */
public final class IncompleteBundleException extends Exception {
  IncompleteBundleException(Collection<String> images, CarriedImages carried) {
    super(
        "the charts would run images that the bundle does not hold; add to images: in the spec\n"
            + images.stream().map(image -> line(image, carried)).collect(Collectors.joining("\n")));
  }

  /** A line that the spec takes; what the chart leaves open stands in it as TAG. */
  private static String line(String image, CarriedImages carried) {
    Optional<ImageReference> wanted = CarriedImages.parsed(image);
    if (wanted.isEmpty()) {
      return "  # '%s' is no image reference: the chart, or what its values say, is wrong"
          .formatted(image);
    }
    if (wanted.get().isMoving()) {
      return "  - {source: '%s:TAG', role: helper}   # the chart names %s, which moves: put a tag that stays here in TAG's place, and in the site's values for the chart"
          .formatted(wanted.get().untagged(), wanted.get().tagIfAny().orElse("no tag"));
    }
    return "  - {source: %s, role: helper%s}"
        .formatted(
            image, carried.isNameTaken(wanted.get()) ? ", name: " + other(wanted.get()) : "");
  }

  /** Another digest of a name and tag that is carried already. */
  private static String other(ImageReference wanted) {
    return wanted.baseName() + "-" + wanted.digestIfAny().map(Digest::abbreviated).orElse("2");
  }
}
