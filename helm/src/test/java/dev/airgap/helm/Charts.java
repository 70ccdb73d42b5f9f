package dev.airgap.helm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Charts for tests, packed by the stock tar. */
final class Charts {
  static final Map<String, String> AWKWARD =
      Map.of(
          "Chart.yaml", "apiVersion: v2\nname: awkward\nversion: 1.2.3\n",
          "values.yaml", "image: registry.test/app:1\n",
          "crds/thing.yaml",
              "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: things.test}\n",
          "templates/deployment.yaml",
              """
              apiVersion: apps/v1
              kind: Deployment
              metadata: {name: {{ .Release.Name }}, annotations: {old: "{{ (lookup "v1" "Secret" .Release.Namespace "x") | toJson }}"}}
              spec: {template: {spec: {containers: [{name: a, image: "{{ .Values.image }}"}]}}}
              """,
          "templates/job.yaml",
              """
              apiVersion: batch/v1
              kind: Job
              metadata: {name: migrate, annotations: {"helm.sh/hook": "pre-install,pre-upgrade", "helm.sh/hook-weight": "-1"}}
              spec: {template: {spec: {containers: [{name: a, image: registry.test/migrate:1}]}}}
              """,
          "templates/tests/pod.yaml",
              """
              apiVersion: v1
              kind: Pod
              metadata: {name: check, annotations: {"helm.sh/hook": test}}
              spec: {containers: [{name: a, image: busybox}]}
              """,
          "templates/NOTES.txt", "the key is {{ .Values.secret }}\n");

  private Charts() {}

  static byte[] packed(Path work, Map<String, String> files)
      throws IOException, InterruptedException {
    Path chart = work.resolve("awkward");
    for (var file : files.entrySet()) {
      Path path = chart.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    Path packed = work.resolve("chart.tgz");
    Process tar =
        new ProcessBuilder("tar", "-C", work.toString(), "-czf", packed.toString(), "awkward")
            .inheritIO()
            .start();
    if (tar.waitFor() != 0) {
      throw new IOException("tar failed");
    }
    return Files.readAllBytes(packed);
  }
}
