package dev.airgap.bundler.catalogue;

import dev.airgap.manifest.ChartRole;
import java.nio.file.Path;

/**
 * A chart to carry.
 *
 * @param name and {@code version} that its Chart.yaml must have
 */
public record ChartRequest(String name, String version, ChartRole role, ChartSource source) {
  /** Where a chart comes from. */
  public sealed interface ChartSource {
    /** A registry, below {@code host/prefix}: {@code oci://host/prefix/NAME:VERSION}. */
    record Registry(String prefix) implements ChartSource {}

    /** A chart on this machine, packed or a folder. */
    record File(Path path) implements ChartSource {}
  }
}
