package dev.airgap.bundler.spec;

import dev.airgap.helm.ChartIdentity;
import dev.airgap.helm.HelmException;
import dev.airgap.manifest.Grammar;
import dev.airgap.manifest.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A chart on this machine, a folder or packed: what it is called stands inside it. */
final class LocalChart {

  private LocalChart() {}

  /**
   * @throws IllegalArgumentException with a sentence that names the file
   */
  static ChartIdentity identity(Path chart) {
    try {
      ChartIdentity identity =
          Files.isDirectory(chart) ? ofFolder(chart) : ChartIdentity.of(bytes(chart));
      if (Grammar.isChartName(identity.name()) && Grammar.isVersion(identity.version())) {
        return identity;
      }
      throw new IllegalArgumentException(
          "%s: its Chart.yaml has no valid name and version".formatted(chart));
    } catch (HelmException e) {
      throw new IllegalArgumentException(chart + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(chart + " cannot be read", e);
    }
  }

  private static ChartIdentity ofFolder(Path chart) throws IOException, HelmException {
    Path chartYaml = chart.resolve("Chart.yaml");
    if (!Files.isRegularFile(chartYaml)) {
      throw new IllegalArgumentException(
          chart + " is a folder without a Chart.yaml: no chart, or not yet one");
    }
    return ChartIdentity.ofChartYaml(bytes(chartYaml));
  }

  private static byte[] bytes(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          file + " is not there; 'helm pull' fetches a packed chart (NAME-VERSION.tgz)");
    }
    if (!Files.isRegularFile(file) || Files.size(file) > Limits.CHART_BYTES) {
      throw new IllegalArgumentException(
          "%s is no regular file of at most %d bytes".formatted(file, Limits.CHART_BYTES));
    }
    return Files.readAllBytes(file);
  }
}
