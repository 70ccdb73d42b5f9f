package dev.airgap.bundler.catalogue;

import dev.airgap.manifest.ChartRole;
import java.nio.file.Path;

/**
 * A chart to carry.
 *
 * @param name and {@code version} that its Chart.yaml must have; empty for a file of which only the
 *     path is known
 */
public record ChartRequest(String name, String version, ChartRole role, ChartSource source) {
  /** Where a chart comes from. */
  public sealed interface ChartSource {
    /** A registry, below {@code host/prefix}: {@code oci://host/prefix/NAME:VERSION}. */
    record Registry(String prefix) implements ChartSource {}

    /** A packed chart on this machine. */
    record File(Path path) implements ChartSource {}
  }
}
