package dev.airgap.bundler.resolve;

import dev.airgap.helm.ChartIdentity;
import dev.airgap.helm.HelmException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Packs the files that {@code helm package} packs, but always into the same bytes: sorted, below
 * the chart's name, with no times and no owners (ustar, POSIX.1-1988).
 */
final class ChartPacker {
  private static final String CHART_YAML = "Chart.yaml";
  private static final int BLOCK = 512;
  private static final int MAX_FILE = 10 * 1024 * 1024;
  private static final int MAX_FILES = 10_000;
  private static final long MAX_IN_ALL = 50L * 1024 * 1024;
  private static final int NAME_FIELD = 100;
  private static final int PREFIX_FIELD = 155;

  private final Path chart;
  private final String name;
  private final HelmIgnore ignored;
  private long inAll;

  private ChartPacker(Path chart, String name, HelmIgnore ignored) {
    this.chart = chart;
    this.name = name;
    this.ignored = ignored;
  }

  static byte[] pack(Path chart) throws IOException, HelmException {
    if (!Files.isRegularFile(chart.resolve(CHART_YAML))) {
      throw new HelmException(chart + " is a folder without a Chart.yaml: no chart");
    }
    byte[] chartYaml = content(chart.resolve(CHART_YAML));
    return new ChartPacker(chart, ChartIdentity.ofChartYaml(chartYaml).name(), ignored(chart))
        .pack();
  }

  private static HelmIgnore ignored(Path chart) throws IOException, HelmException {
    Path file = chart.resolve(HelmIgnore.FILE);
    String text = Files.exists(file) ? new String(content(file), StandardCharsets.UTF_8) : "";
    HelmIgnore ignored;
    try {
      ignored = HelmIgnore.of(text);
    } catch (IllegalArgumentException e) {
      throw new HelmException("%s, %s".formatted(file, e.getMessage()), e);
    }
    if (ignored.leavesOut(CHART_YAML, false)) {
      throw new HelmException(
          "%s leaves out the Chart.yaml itself; to Helm, '!x' leaves out all that x does not match"
              .formatted(file));
    }
    return ignored;
  }

  private byte[] pack() throws IOException, HelmException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream tar = new GZIPOutputStream(packed)) {
      for (Path file : files()) {
        entry(file, tar);
      }
      tar.write(new byte[2 * BLOCK]);
    }
    return packed.toByteArray();
  }

  private List<Path> files() throws IOException, HelmException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        chart,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean leftOut = !folder.equals(chart) && ignored.leavesOut(below(folder), true);
            return leftOut ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!ignored.leavesOut(below(file), false)) {
              files.add(file);
            }
            return files.size() > MAX_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
          }
        });
    if (files.size() > MAX_FILES) {
      throw new HelmException("%s has more than %d files".formatted(chart, MAX_FILES));
    }
    files.sort(Comparator.naturalOrder());
    return files;
  }

  private String below(Path path) {
    return chart.relativize(path).toString();
  }

  private void entry(Path file, OutputStream tar) throws IOException, HelmException {
    byte[] content = content(file);
    inAll += content.length;
    if (inAll > MAX_IN_ALL) {
      throw new HelmException("%s has more than %d bytes in all".formatted(chart, MAX_IN_ALL));
    }
    tar.write(header(name + "/" + below(file), content.length));
    tar.write(content);
    tar.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
  }

  private static byte[] content(Path file) throws IOException, HelmException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MAX_FILE) {
      throw new HelmException(
          "%s is no regular file of at most %d bytes".formatted(file, MAX_FILE));
    }
    return Files.readAllBytes(file);
  }

  private static byte[] header(String path, int size) throws HelmException {
    byte[] header = new byte[BLOCK];
    int slash = split(path);
    put(header, 0, path.substring(slash + 1));
    put(header, 345, path.substring(0, Math.max(0, slash)));
    put(header, 100, "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, "%011o".formatted(size));
    put(header, 136, "%011o".formatted(0));
    put(header, 148, "        ");
    put(header, 156, "0");
    put(header, 257, "ustar");
    put(header, 263, "00");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, "%06o".formatted(sum));
    header[154] = 0;
    return header;
  }

  /** Where a long path is cut into ustar's name and prefix; -1 where the name alone holds it. */
  private static int split(String path) throws HelmException {
    if (length(path) <= NAME_FIELD) {
      return -1;
    }
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      boolean fits = length(path.substring(slash + 1)) <= NAME_FIELD;
      if (fits && length(path.substring(0, slash)) <= PREFIX_FIELD) {
        return slash;
      }
    }
    throw new HelmException(
        "%s is a path that is too long for a tar (ustar): at most %d bytes, and %d for the file's own name"
            .formatted(path, NAME_FIELD + 1 + PREFIX_FIELD, NAME_FIELD));
  }

  private static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
