package dev.airgap.bundler.resolve;

import dev.airgap.bundler.spec.BundleSpec;
import java.util.List;

/** A spec whose tags have become digests: nothing that a registry moves changes it any more. */
public record ResolvedBundle(
    BundleSpec spec, List<ResolvedImage> images, List<ResolvedChart> charts) {
  public ResolvedBundle {
    images = List.copyOf(images);
    charts = List.copyOf(charts);
  }
}
