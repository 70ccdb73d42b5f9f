package dev.airgap.installer.testing;

import dev.airgap.helm.ChartDefaults;
import dev.airgap.helm.HelmException;
import dev.airgap.registry.testing.Tool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** What packed charts know. */
public final class ChartBytes {
  private ChartBytes() {}

  public static ChartDefaults defaults(String valuesYaml) throws IOException, HelmException {
    byte[] content = valuesYaml.getBytes(StandardCharsets.UTF_8);
    byte[] header = new byte[512];
    put(header, 0, "chart/values.yaml");
    put(header, 124, "%011o".formatted(content.length));
    header[156] = '0';
    put(header, 257, "ustar");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream tar = new GZIPOutputStream(packed)) {
      tar.write(header);
      tar.write(content);
      tar.write(new byte[1024 + (512 - content.length % 512) % 512]);
    }
    return ChartDefaults.of(packed.toByteArray());
  }

  /** The defaults and templates of a stand-in for a chart of the product. */
  public static ChartDefaults standIn(String name, Path work) throws Exception {
    Path packed = work.resolve(name + ".tgz");
    Tool.run("tar", "-C", "../samples/standin/charts", "-czf", packed.toString(), name);
    return ChartDefaults.of(Files.readAllBytes(packed));
  }

  /** A chart {@code chart-1.0.0} of these templates; the same ones give the same bytes. */
  public static byte[] packed(Path work, String... templates) throws Exception {
    Path chart = work.resolve("chart");
    Files.createDirectories(chart.resolve("templates"));
    Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: chart\nversion: 1.0.0\n");
    Files.writeString(chart.resolve("values.yaml"), "text: nothing\n");
    for (int i = 0; i < templates.length; i++) {
      Files.writeString(chart.resolve("templates/%d.yaml".formatted(i)), templates[i]);
    }
    Path packed = work.resolve("chart.tgz");
    Tool.run(
        "tar",
        "--use-compress-program=gzip -n",
        "--sort=name",
        "--mtime=@0",
        "-C",
        work.toString(),
        "-cf",
        packed.toString(),
        "chart");
    return Files.readAllBytes(packed);
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
