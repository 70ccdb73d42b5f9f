package dev.airgap.helm;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * A packed chart, unpacked with limits: at most 10 MiB packed, 50 MiB unpacked, 10,000 files,
 * nothing but regular files below the chart's folder. Packed subcharts are unpacked in place.
 */
final class ChartFolder {
  private static final int MAX_PACKED = 10 * 1024 * 1024;
  private static final long MAX_UNPACKED = 50L * 1024 * 1024;
  private static final int MAX_FILES = 10_000;
  private static final int MAX_DEPTH = 4;
  private static final int BLOCK = 512;
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_.+@ -]{1,255}");

  private long unpacked;
  private int files;

  private ChartFolder() {}

  /** Unpacks into the folder and returns the chart's own folder in it. */
  static Path unpack(byte[] chart, Path into) throws IOException, HelmException {
    if (chart.length > MAX_PACKED) {
      throw new HelmException("the chart has more than %d bytes packed".formatted(MAX_PACKED));
    }
    new ChartFolder().unpack(chart, into, 0);
    try (var found = Files.list(into)) {
      var folders = found.filter(Files::isDirectory).toList();
      if (folders.size() != 1 || !Files.isRegularFile(folders.getFirst().resolve("Chart.yaml"))) {
        throw new HelmException("the chart does not hold one folder with a Chart.yaml");
      }
      return folders.getFirst();
    }
  }

  /**
   * Files of the chart's own folder, not of a packed subchart.
   *
   * @param wanted by their path in that folder, such as {@code templates/service.yaml}
   */
  static SortedMap<String, byte[]> ownFiles(byte[] chart, Predicate<String> wanted)
      throws IOException, HelmException {
    if (chart.length > MAX_PACKED) {
      throw new HelmException("the chart has more than %d bytes packed".formatted(MAX_PACKED));
    }
    ChartFolder counted = new ChartFolder();
    SortedMap<String, byte[]> found = new TreeMap<>();
    try (InputStream tar = new GZIPInputStream(new ByteArrayInputStream(chart))) {
      byte[] header = tar.readNBytes(BLOCK);
      while (header.length == BLOCK && header[0] != 0) {
        byte[] content = counted.content(header, tar);
        String path = name(header);
        String own = path.substring(path.indexOf('/') + 1);
        if (path.indexOf('/') > 0 && wanted.test(own)) {
          found.putIfAbsent(own, content);
        }
        header = tar.readNBytes(BLOCK);
      }
    }
    return found;
  }

  private void unpack(byte[] chart, Path into, int depth) throws IOException, HelmException {
    if (depth > MAX_DEPTH) {
      throw new HelmException("the chart packs subcharts more than %d deep".formatted(MAX_DEPTH));
    }
    try (InputStream tar = new GZIPInputStream(new ByteArrayInputStream(chart))) {
      byte[] header = tar.readNBytes(BLOCK);
      while (header.length == BLOCK && header[0] != 0) {
        entry(header, tar, into, depth);
        header = tar.readNBytes(BLOCK);
      }
    } catch (java.util.zip.ZipException e) {
      throw new HelmException("the chart is no gzip archive", e);
    }
  }

  /** One entry: a ustar header (POSIX.1-1988), the file's bytes, padding. */
  private void entry(byte[] header, InputStream tar, Path into, int depth)
      throws IOException, HelmException {
    byte[] content = content(header, tar);
    switch (header[156]) {
      case 0, '0' -> file(name(header), content, into, depth);
      case '5', 'x', 'g' -> {
        // folders come with their files; pax records hold times and owners, which we do not keep
      }
      default ->
          throw new HelmException("the chart holds a link or device: '" + name(header) + "'");
    }
  }

  private byte[] content(byte[] header, InputStream tar) throws IOException, HelmException {
    long size = octal(header, 124, 12);
    unpacked += size;
    files++;
    if (size < 0 || unpacked > MAX_UNPACKED || files > MAX_FILES) {
      throw new HelmException(
          "the chart has more than %d bytes or %d files unpacked"
              .formatted(MAX_UNPACKED, MAX_FILES));
    }
    byte[] content = tar.readNBytes((int) size);
    tar.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
    return content;
  }

  private void file(String name, byte[] content, Path into, int depth)
      throws IOException, HelmException {
    Path target = into;
    for (String segment : name.split("/", -1)) {
      if (!SEGMENT.matcher(segment).matches() || segment.equals("..") || segment.equals(".")) {
        throw new HelmException("the chart holds a file with the path '" + name + "'");
      }
      target = target.resolve(segment);
    }
    Files.createDirectories(target.getParent() == null ? into : target.getParent());
    if (name.endsWith(".tgz") && name.contains("/charts/")) {
      unpack(content, target.resolveSibling("."), depth + 1);
    } else {
      Files.write(target, content);
    }
  }

  private static String name(byte[] header) {
    String name = text(header, 0, 100);
    String prefix = text(header, 257, 5).equals("ustar") ? text(header, 345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }

  private static long octal(byte[] header, int from, int length) throws HelmException {
    try {
      return Long.parseLong(text(header, from, length).trim(), 8);
    } catch (NumberFormatException e) {
      throw new HelmException("the chart holds a file without a readable size", e);
    }
  }
}
