package dev.airgap.bundler.catalogue;

import dev.airgap.manifest.ImageReference;
import dev.airgap.manifest.ImageRole;

/**
 * An image to carry: where it comes from, and what it is called below a target registry's prefix.
 */
public record ImageRequest(ImageReference source, String name, String tag, ImageRole role) {
  /** {@code NAME:TAG}, as the bundle will call it. */
  public String target() {
    return name + ":" + tag;
  }
}
