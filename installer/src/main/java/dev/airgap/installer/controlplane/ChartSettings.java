package dev.airgap.installer.controlplane;

import dev.airgap.helm.ChartRun;
import dev.airgap.installer.cluster.SecretContent;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a release is brought to.
 *
 * @param run chart and values
 * @param referred the Secret beside the release that the values refer to
 * @param inline keys of secrets that this chart takes in its values alone, where Helm keeps them
 * @param unknown what the chart would ignore of the values, in sentences
 */
public record ChartSettings(
    ChartRun run, Optional<SecretContent> referred, List<String> inline, List<String> unknown) {
  public ChartSettings {
    inline = List.copyOf(inline);
    unknown = List.copyOf(unknown);
  }
}
