package dev.airgap.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a bundle lies on its medium: as one file, or as {@code NAME.001}, {@code NAME.002}, … of one
 * size (the last may be shorter). Names of parts are derived, never read.
 *
 * @param name of the bundle, without the number of a part
 * @param size of a part in bytes; {@link Long#MAX_VALUE} for a single file
 */
public record Parts(Path name, long size) {
  /** The smallest part that makes sense, in bytes. */
  public static final long SMALLEST = 1_000_000;

  private static final int MOST = 999;
  private static final String FIRST = ".001";

  public static Parts whole(Path name) {
    return new Parts(name, Long.MAX_VALUE);
  }

  /** Whether this is the name of a first part. */
  static boolean isFirst(Path file) {
    return String.valueOf(file.getFileName()).endsWith(FIRST);
  }

  /** The bundle's name, of the name of its first part. */
  static Path nameOf(Path first) {
    String name = String.valueOf(first.getFileName());
    return first.resolveSibling(name.substring(0, name.length() - FIRST.length()));
  }

  /** All parts that are there, from the first up to the first number that is missing. */
  static List<Path> found(Path name) {
    List<Path> found = new ArrayList<>();
    for (int number = 1; number <= MOST && Files.exists(part(name, number)); number++) {
      found.add(part(name, number));
    }
    return List.copyOf(found);
  }

  boolean isSplit() {
    return size != Long.MAX_VALUE;
  }

  /**
   * The files of a bundle of so many bytes.
   *
   * @throws IOException if that would be too many parts, or if files of an older bundle would be
   *     taken for further ones
   */
  List<Path> files(long bytes) throws IOException {
    if (!isSplit()) {
      return List.of(name);
    }
    long count = Math.ceilDiv(bytes, size);
    if (count > MOST) {
      throw new IOException(
          "%d bytes in parts of %d would be more than %d parts: make them larger"
              .formatted(bytes, size, MOST));
    }
    List<Path> files = names(bytes);
    Path next = part(name, (int) count + 1);
    if (Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(next + " is there and would be read as a part: remove it first");
    }
    return files;
  }

  /** The names alone, of as many parts as there can be. */
  List<Path> names(long bytes) {
    List<Path> files = new ArrayList<>();
    for (int number = 1; number <= Math.min(MOST, Math.ceilDiv(bytes, size)); number++) {
      files.add(isSplit() ? part(name, number) : name);
    }
    return List.copyOf(files);
  }

  /** Where the digests of the parts are written: a hint that names a bad disc, never trust. */
  static Path list(Path name) {
    return name.resolveSibling(name.getFileName() + ".parts.txt");
  }

  private static Path part(Path name, int number) {
    return name.resolveSibling("%s.%03d".formatted(name.getFileName(), number));
  }
}
