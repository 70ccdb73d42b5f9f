package dev.airgap.bundler;

import dev.airgap.registry.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small charts with the product's names and value keys, packed by the stock tar. */
record SampleCharts(Path work) {
  private static final String CONTROL_PLANE =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: {{ .Release.Name }}}
      spec:
        template:
          spec:
            containers:
              {{- range $name, $image := .Values.zenml.image }}
              - {name: {{ $name }}, image: "{{ $image.repository }}:{{ $image.tag }}"}
              {{- end }}
      """;

  /** As in the real chart, the migration hook is there only with a database. */
  private static final String SERVER =
      """
      {{- if .Values.server.database.url }}
      apiVersion: batch/v1
      kind: Job
      metadata: {name: migrate, annotations: {"helm.sh/hook": pre-install}}
      spec:
        template:
          spec:
            initContainers: [{name: wait, image: "%s"}]
            containers: [{name: a, image: "{{ .Values.server.image.repository }}:{{ .Values.server.image.tag }}"}]
      {{- end }}
      """;

  private static final String TEST_POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: check, annotations: {"helm.sh/hook": test}}
      spec: {containers: [{name: a, image: busybox}]}
      """;

  byte[] controlPlane(String version) throws IOException, InterruptedException {
    return packed("zenml-pro", version, CONTROL_PLANE);
  }

  /**
   * @param waiting the image of the migration's init container
   */
  byte[] server(String version, String waiting) throws IOException, InterruptedException {
    return packed("zenml", version, SERVER.formatted(waiting));
  }

  private byte[] packed(String name, String version, String template)
      throws IOException, InterruptedException {
    Path chart = work.resolve(name);
    Files.createDirectories(chart.resolve("templates"));
    Files.writeString(
        chart.resolve("Chart.yaml"),
        "apiVersion: v2\nname: %s\nversion: %s\n".formatted(name, version));
    Files.writeString(chart.resolve("values.yaml"), "{}\n");
    Files.writeString(chart.resolve("templates/all.yaml"), template);
    Files.writeString(chart.resolve("templates/test.yaml"), TEST_POD);
    Path packed = work.resolve(name + ".tgz");
    Tool.run("tar", "-C", work.toString(), "-czf", packed.toString(), name);
    return Files.readAllBytes(packed);
  }
}
