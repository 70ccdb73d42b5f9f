package dev.airgap.installer.check;

import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.ReleaseState;
import dev.airgap.helm.Rendering;
import java.util.List;
import java.util.Optional;

/**
 * A release that an install would bring to a chart.
 *
 * @param there what Helm knows of it now
 * @param rendering what its chart would make
 */
public record PlannedRelease(
    HelmRelease release, Optional<ReleaseState> there, Rendering rendering) {
  List<RenderedObject> objects() {
    return rendering.objects().stream()
        .map(object -> new RenderedObject(release.namespace(), object))
        .toList();
  }
}
