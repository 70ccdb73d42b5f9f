package dev.airgap.installer.load;

import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.ImageRole;
import java.util.List;

/**
 * Images that the target registry has, each asked for again after the push.
 *
 * @param prefix {@code host[:port]/path}
 * @param pushedBlobs how many were not there before
 * @param pushedBytes their bytes
 * @param pushedManifests manifests and tags that were not there before
 */
public record LoadedImages(
    String prefix,
    List<ImageEntry> images,
    int pushedBlobs,
    long pushedBytes,
    int pushedManifests) {
  public LoadedImages {
    images = List.copyOf(images);
  }

  public boolean changedNothing() {
    return pushedBlobs == 0 && pushedManifests == 0;
  }

  /** The image with this role. */
  public ImageEntry of(ImageRole role) {
    return images.stream()
        .filter(image -> image.role() == role)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the bundle has no image for " + role));
  }
}
