package dev.airgap.bundler.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.marcnuri.helm.Helm;
import dev.airgap.registry.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same folder, packed by Helm itself and by us: the same files, or both refuse. */
final class HelmPackageIT {
  private static final List<String> FILES =
      List.of(
          "values.yaml",
          "README.md",
          "a.txt",
          "b.bak",
          ".dot",
          ".git/config",
          "docs/a.txt",
          "docs/guide.md",
          "docs/deep/a.txt",
          "files/[x].txt",
          "files/\u00fcb.txt",
          "secret/key.pem",
          "secret/x/key.pem",
          "templates/a.yaml",
          "templates/.hidden.yaml",
          "templates/sub/.hidden",
          "charts/sub/Chart.yaml",
          "charts/sub/.helmignore",
          "charts/sub/skip.me",
          "charts/sub/templates/.h",
          "charts/_off/Chart.yaml",
          "charts/.hid/x");

  private static final List<String> IGNORED =
      List.of(
          "",
          "# c\n\n  *.bak  \n",
          "*.txt",
          "/*.txt",
          "docs",
          "docs/",
          "a.txt/",
          "docs/*.txt",
          "/docs/a.txt",
          "docs/*",
          ".git/",
          ".*",
          "!a.txt",
          "*.md\n!README.md",
          "!*",
          "[ab].*",
          "[^a].txt",
          "[!a].txt",
          "files/[[]x].txt",
          "files/\\[x\\].txt",
          "docs?a.txt",
          "files/??.txt",
          "secret/*/key.pem",
          "*/key.pem",
          "*",
          "/",
          "!",
          "**/a.txt",
          "[a-",
          "[]a]",
          "a\\",
          "[a",
          "[a-]",
          "[x-a].txt",
          "\uFEFF*.bak\r\n*.md\r\n",
          "templates/",
          "charts/sub/",
          "skip.me",
          "a*t*t",
          "docs/\n!docs/a.txt",
          "Chart.yaml");

  @TempDir private Path folder = Path.of("");

  @Test
  void weAndHelm_packTheSameFiles() throws Exception {
    List<Path> charts = new ArrayList<>();
    for (String ignored : IGNORED) {
      charts.add(chart("c" + charts.size(), ignored));
    }
    // A process of its own, as in the product: Helm is Go, and a JVM gives it no second chance.
    Tool.run(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        HelmPackageIT.class.getName(),
        folder.toString());
    for (Path chart : charts) {
      String as = IGNORED.get(charts.indexOf(chart));
      Path byHelm = chart.resolveSibling(chart.getFileName() + "-out/mine-1.0.0.tgz");
      if (Files.exists(byHelm)) {
        Path byUs = chart.resolveSibling(chart.getFileName() + ".tgz");
        Files.write(byUs, ChartPacker.pack(chart));
        assertThat(packed(byUs)).as(as).isEqualTo(packed(byHelm)).hasSizeGreaterThan(1);
      } else {
        assertThat(catchThrowable(() -> ChartPacker.pack(chart))).as(as).isNotNull();
      }
    }
  }

  private Path chart(String name, String ignored) throws IOException {
    Path chart = Files.createDirectories(folder.resolve(name));
    for (String file : FILES) {
      Path path = chart.resolve(file);
      Files.createDirectories(path.resolveSibling(""));
      Files.writeString(path, file.endsWith("Chart.yaml") ? chartYaml("sub") : "# skip.me\n");
    }
    Files.writeString(chart.resolve("Chart.yaml"), chartYaml("mine"));
    Files.writeString(chart.resolve(HelmIgnore.FILE), ignored);
    return chart;
  }

  private static String chartYaml(String name) {
    return "apiVersion: v2\nname: %s\nversion: 1.0.0\n".formatted(name);
  }

  private static SortedSet<String> packed(Path file) throws Exception {
    return new TreeSet<>(
        Tool.run("tar", "--quoting-style=literal", "-tzf", file.toString()).lines().toList());
  }

  /** Lets Helm pack each chart of a folder; those it refuses leave no file. */
  public static void main(String[] arguments) throws IOException {
    try (var charts = Files.list(Path.of(arguments[0]))) {
      for (Path chart : charts.filter(Files::isDirectory).toList()) {
        Path out = Files.createDirectories(chart.resolveSibling(chart.getFileName() + "-out"));
        try {
          new Helm(chart).packageIt().withDestination(out).call();
        } catch (IllegalStateException e) {
          Files.writeString(out.resolve("refused"), String.valueOf(e.getMessage()));
        }
      }
    }
  }
}
