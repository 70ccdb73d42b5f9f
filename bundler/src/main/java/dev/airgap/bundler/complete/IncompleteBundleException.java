package dev.airgap.bundler.complete;

import java.util.Collection;
import java.util.stream.Collectors;

/** The charts run images that the spec does not name (exit code 2). */
public final class IncompleteBundleException extends Exception {
  public IncompleteBundleException(Collection<String> images) {
    super(
        "the charts would run images that the bundle does not hold; add to images: in the spec\n"
            + images.stream()
                .map(image -> "  - {source: %s, role: helper}".formatted(image))
                .collect(Collectors.joining("\n")));
  }
}
