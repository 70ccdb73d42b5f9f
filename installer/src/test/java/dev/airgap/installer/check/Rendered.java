package dev.airgap.installer.check;

import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.ReleaseState;
import dev.airgap.helm.Rendering;
import dev.airgap.yaml.InvalidFileException;
import dev.airgap.yaml.RenderedDocuments;
import java.util.List;
import java.util.Optional;

/** Releases as charts would render them. */
final class Rendered {
  static final String NAMESPACE = "planned";
  static final HelmRelease RELEASE = new HelmRelease("zenml", NAMESPACE);

  private Rendered() {}

  static PlannedRelease release(String yaml) throws InvalidFileException {
    return release(yaml, Optional.empty());
  }

  static PlannedRelease release(String yaml, String status, int revision)
      throws InvalidFileException {
    return release(yaml, Optional.of(new ReleaseState(RELEASE, status, "zenml-0.95.1", revision)));
  }

  private static PlannedRelease release(String yaml, Optional<ReleaseState> there)
      throws InvalidFileException {
    return new PlannedRelease(
        RELEASE, there, new Rendering(RenderedDocuments.read("a rendering", yaml), List.of()));
  }
}
