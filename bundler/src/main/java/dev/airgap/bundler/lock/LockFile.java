package dev.airgap.bundler.lock;

import dev.airgap.bundler.resolve.ResolvedBundle;
import dev.airgap.bundler.resolve.ResolvedChart;
import dev.airgap.bundler.resolve.ResolvedImage;
import dev.airgap.manifest.ChartEntry;
import dev.airgap.manifest.Digest;
import dev.airgap.manifest.ImageEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code bundle.lock} beside {@code bundle.yaml}: a line for each image and chart, with the digest
 * that its source gave when the bundle was last made. At most 1 MiB.
 */
public final class LockFile {
  private static final int MAX_BYTES = 1024 * 1024;
  private static final String HEAD =
      "# What each source gave when 'bundle create' last made a bundle of this spec. Keep it with the spec.\n";

  private final Path file;

  private LockFile(Path file) {
    this.file = file;
  }

  /** The lock of this spec: the same name, with the ending {@code .lock}. */
  public static LockFile of(Path spec) {
    String name = String.valueOf(spec.getFileName());
    int dot = name.lastIndexOf('.');
    return new LockFile(spec.resolveSibling((dot < 1 ? name : name.substring(0, dot)) + ".lock"));
  }

  /**
   * A source that the lock does not name is new, and one that only the lock names is gone: both are
   * the spec's business.
   *
   * @throws MovedSourcesException naming every source that gives another digest than the lock has
   */
  public void requireUnmoved(ResolvedBundle resolved) throws IOException, MovedSourcesException {
    List<String> moved = moved(read(), resolved);
    if (!moved.isEmpty()) {
      throw new MovedSourcesException(file.toString(), moved);
    }
  }

  private static List<String> moved(Map<String, Digest> locked, ResolvedBundle resolved) {
    List<String> moved = new ArrayList<>();
    digests(resolved)
        .forEach((source, digest) -> {
          Digest before = locked.getOrDefault(source, digest);
          if (!before.equals(digest)) {
            moved.add("%s was %s, and is %s".formatted(source, before, digest));
          }
        });
    return moved;
  }

  /** Writes what was resolved; a lock that says so already is left as it is. */
  public void write(ResolvedBundle resolved) throws IOException {
    StringBuilder text = new StringBuilder(HEAD);
    digests(resolved)
        .forEach((source, digest) -> text.append(source).append(' ').append(digest).append('\n'));
    if (Files.exists(file) && Files.readString(file).contentEquals(text)) {
      return;
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Map<String, Digest> read() throws IOException {
    if (!Files.exists(file)) {
      return Map.of();
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException("%s has more than %d bytes: no lock".formatted(file, MAX_BYTES));
    }
    Map<String, Digest> locked = new TreeMap<>();
    for (String line : Files.readString(file, StandardCharsets.UTF_8).lines().toList()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String entry = line.strip();
        // A chart's file may have spaces in its name.
        int space = entry.lastIndexOf(' ');
        Digest digest = digest(line, entry.substring(space + 1), space > 0);
        locked.put(entry.substring(0, space).strip(), digest);
      }
    }
    return locked;
  }

  private Digest digest(String line, String word, boolean hasSource) throws IOException {
    try {
      if (hasSource) {
        return Digest.parse(word);
      }
    } catch (IllegalArgumentException e) {
      // said below, for this and for the wrong number of words
    }
    throw new IOException(
        "%s: '%s' is no line of a lock (SOURCE sha256:…): mend it, or delete the file"
            .formatted(file, line));
  }

  private static SortedMap<String, Digest> digests(ResolvedBundle resolved) {
    return digests(
        resolved.images().stream().map(ResolvedImage::entry).toList(),
        resolved.charts().stream().map(ResolvedChart::entry).toList());
  }

  /** By source; an index's digest, where one platform was taken out of one. */
  private static SortedMap<String, Digest> digests(
      List<ImageEntry> images, List<ChartEntry> charts) {
    SortedMap<String, Digest> digests = new TreeMap<>();
    for (ImageEntry image : images) {
      Digest index = image.sourceDigest();
      digests.put(image.source(), index == null ? image.digest() : index);
    }
    for (ChartEntry chart : charts) {
      Digest manifest = chart.sourceDigest();
      digests.put(source(chart), manifest == null ? chart.digest() : manifest);
    }
    return digests;
  }

  /** A reference has its version in it; of a file, another version may be what is wanted. */
  static String source(ChartEntry chart) {
    return chart.source().startsWith("oci://")
        ? chart.source()
        : chart.source() + " " + chart.version();
  }
}
