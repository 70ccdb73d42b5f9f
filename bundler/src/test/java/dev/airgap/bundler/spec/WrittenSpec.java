package dev.airgap.bundler.spec;

import dev.airgap.yaml.InvalidFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.Assertions;

/** A bundle.yaml in a folder, and what may lie beside it. */
record WrittenSpec(Path folder) {
  /** Five lines: what follows begins in line 6. */
  static final String HEAD =
      """
      apiVersion: airgap.dev/v1
      kind: BundleSpec
      release: 2026.11.0
      product: zenml-pro
      versions: {controlPlane: 0.13.18, workspace: 0.95.1, client: 0.95.1}
      """;

  BundleSpec read(String text) throws IOException, InvalidFileException {
    return new SpecReader().read(Files.writeString(folder.resolve("bundle.yaml"), text));
  }

  /** The problems, each from its line on: {@code LINE:COLUMN: sentence}. */
  List<String> problems(String text) {
    String file = folder.resolve("bundle.yaml") + ":";
    return Assertions.catchThrowableOfType(InvalidFileException.class, () -> read(text))
        .problems()
        .stream()
        .map(problem -> problem.replace(file, ""))
        .toList();
  }

  /** A packed chart with a Chart.yaml alone. */
  Path chart(String path, String name, String version) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.resolveSibling(""));
    byte[] chartYaml =
        "apiVersion: v2\nname: %s\nversion: %s\n"
            .formatted(name, version)
            .getBytes(StandardCharsets.UTF_8);
    byte[] header = new byte[512];
    put(header, 0, name + "/Chart.yaml");
    put(header, 124, "%011o".formatted(chartYaml.length));
    header[156] = '0';
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream tar = new GZIPOutputStream(packed)) {
      tar.write(header);
      tar.write(Arrays.copyOf(chartYaml, 512));
      tar.write(new byte[1024]);
    }
    return Files.write(file, packed.toByteArray());
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
