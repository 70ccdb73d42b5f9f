package dev.airgap.samples.standin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A chart as {@code helm package} would write it, but with fixed times and owners. */
final class ChartArchive {

  private final String name;
  private final String version;
  private final byte[] bytes;

  private ChartArchive(String name, String version, byte[] bytes) {
    this.name = name;
    this.version = version;
    this.bytes = bytes;
  }

  /** Packs the folder's files, with the version in {@code Chart.yaml} replaced by this one. */
  static ChartArchive pack(Path folder, String version) throws IOException {
    String name = folder.getFileName().toString();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      for (Path file : files(folder)) {
        String path = folder.relativize(file).toString();
        add(tar, name + "/" + path, content(file, path, version));
      }
    }
    return new ChartArchive(name, version, bytes.toByteArray());
  }

  String name() {
    return name;
  }

  String version() {
    return version;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  String fileName() {
    return name + "-" + version + ".tgz";
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static byte[] content(Path file, String path, String version) throws IOException {
    if (!path.equals("Chart.yaml")) {
      return Files.readAllBytes(file);
    }
    return Files.readString(file)
        .replaceFirst("(?m)^version: .*$", "version: " + version)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void add(TarArchiveOutputStream tar, String path, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(path);
    entry.setSize(content.length);
    entry.setMode(0644);
    entry.setModTime(LayerFiles.TIME.toEpochMilli());
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
