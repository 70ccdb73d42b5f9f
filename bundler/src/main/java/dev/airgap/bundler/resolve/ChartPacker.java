package dev.airgap.bundler.resolve;

import dev.airgap.helm.HelmException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Packs a chart's folder as {@code helm package} does, but always into the same bytes: sorted, with
 * no times and no owners (ustar, POSIX.1-1988).
 */
final class ChartPacker {
  private static final int BLOCK = 512;
  private static final int MAX_FILE = 10 * 1024 * 1024;
  private static final int MAX_FILES = 10_000;
  private static final int MAX_PATH = 100;

  private ChartPacker() {}

  static byte[] pack(Path chart) throws IOException, HelmException {
    if (!Files.isRegularFile(chart.resolve("Chart.yaml"))) {
      throw new HelmException(chart + " is a folder without a Chart.yaml: no chart");
    }
    if (Files.exists(chart.resolve(".helmignore"))) {
      throw new HelmException(
          "%s has a .helmignore, whose patterns only Helm knows: pack it with 'helm package' and give the .tgz"
              .formatted(chart));
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream tar = new GZIPOutputStream(packed)) {
      for (Path file : files(chart)) {
        entry(chart, file, tar);
      }
      tar.write(new byte[2 * BLOCK]);
    }
    return packed.toByteArray();
  }

  private static List<Path> files(Path chart) throws IOException, HelmException {
    try (var all = Files.walk(chart)) {
      List<Path> files =
          all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)).sorted().toList();
      if (files.size() > MAX_FILES) {
        throw new HelmException("%s has more than %d files".formatted(chart, MAX_FILES));
      }
      return files;
    }
  }

  private static void entry(Path chart, Path file, OutputStream tar)
      throws IOException, HelmException {
    String name = chart.toAbsolutePath().normalize().getFileName() + "/" + chart.relativize(file);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MAX_FILE) {
      throw new HelmException(
          "%s is no regular file of at most %d bytes".formatted(file, MAX_FILE));
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > MAX_PATH) {
      throw new HelmException("%s has a path of more than %d bytes".formatted(name, MAX_PATH));
    }
    byte[] content = Files.readAllBytes(file);
    tar.write(header(name, content.length));
    tar.write(content);
    tar.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
  }

  private static byte[] header(String name, int size) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
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

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
