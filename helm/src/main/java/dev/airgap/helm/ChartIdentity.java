package dev.airgap.helm;

import dev.airgap.yaml.InvalidFileException;
import dev.airgap.yaml.RenderedDocuments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The name and version that a chart's Chart.yaml gives it. */
public record ChartIdentity(String name, String version) {
  /**
   * @throws HelmException if it is no packed chart, or breaks the limits for one
   */
  public static ChartIdentity of(byte[] packed) throws HelmException {
    try {
      return ofChartYaml(
          ChartFolder.ownFiles(packed, "Chart.yaml"::equals).values().stream()
              .findFirst()
              .orElseThrow(() -> new HelmException("the chart holds no Chart.yaml")));
    } catch (IOException e) {
      throw new HelmException(
          "it is no packed chart (a .tgz, as 'helm package' makes it), or not all of one", e);
    }
  }

  /**
   * @param content of a Chart.yaml
   * @throws HelmException if it is no YAML, or has no name and version
   */
  public static ChartIdentity ofChartYaml(byte[] content) throws HelmException {
    try {
      String text = new String(content, StandardCharsets.UTF_8);
      List<? extends Map<String, ?>> documents = RenderedDocuments.read("Chart.yaml", text);
      if (documents.size() == 1
          && documents.getFirst().get("name") instanceof String name
          && documents.getFirst().get("version") != null) {
        return new ChartIdentity(name, String.valueOf(documents.getFirst().get("version")));
      }
      throw new HelmException("the chart's Chart.yaml has no name and version");
    } catch (InvalidFileException e) {
      throw new HelmException("the chart's Chart.yaml cannot be read: " + e.getMessage(), e);
    }
  }
}
