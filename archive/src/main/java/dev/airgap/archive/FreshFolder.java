package dev.airgap.archive;

import dev.airgap.manifest.Digest;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder that gets its name when all of its files are written and synced; else it goes away. */
final class FreshFolder implements AutoCloseable {
  /** Tells a folder of ours from one that only has the same name. */
  private static final String MARK = ".unfinished-export";

  private final Path name;
  private final Path partial;
  private final SortedMap<String, Digest> written = new TreeMap<>();
  private long bytes;
  private boolean finished;

  private FreshFolder(Path name, Path partial) {
    this.name = name;
    this.partial = partial;
  }

  /** Something that writes a file's content. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * What a killed run left is removed, and nothing else.
   *
   * @param needed bytes that will be written
   * @throws IOException also if the disk has less, or somebody else's folder is in the way
   */
  static FreshFolder beside(Path name, long needed) throws IOException {
    Path partial = name.resolveSibling(name.getFileName() + ".partial");
    if (Files.exists(partial.resolve(MARK), LinkOption.NOFOLLOW_LINKS)) {
      remove(partial);
    } else if (Files.exists(partial, LinkOption.NOFOLLOW_LINKS) && !isEmptyFolder(partial)) {
      throw new IOException(
          "%s is in the way, and no export of ours left it: move it away, or name another folder"
              .formatted(partial));
    }
    Files.createDirectories(partial);
    Files.writeString(partial.resolve(MARK), "");
    FreshFolder folder = new FreshFolder(name, partial);
    folder.requireSpace(needed);
    return folder;
  }

  private static boolean isEmptyFolder(Path path) throws IOException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (Stream<Path> content = Files.list(path)) {
      return content.findAny().isEmpty();
    }
  }

  private void requireSpace(long needed) throws IOException {
    long free = partial.toFile().getUsableSpace();
    if (free < needed) {
      remove(partial);
      throw new IOException(
          "%s needs %d bytes and its disk has only %d left: make room, or name another place"
              .formatted(name, needed, free));
    }
  }

  void write(String path, InputStream content) throws IOException {
    try (content) {
      write(path, content::transferTo);
    }
  }

  void write(String path, Content content) throws IOException {
    Path file = partial.resolve(path);
    Files.createDirectories(file.resolveSibling(""));
    MessageDigest sha256 = Digest.sha256();
    try (FileOutputStream disk = new FileOutputStream(file.toFile());
        OutputStream out =
            new DigestOutputStream(new BufferedOutputStream(disk, PositionalFile.BUFFER), sha256)) {
      content.writeTo(out);
      out.flush();
      disk.getFD().sync();
    }
    bytes += Files.size(file);
    written.put(path, Digest.ofHash(sha256.digest()));
  }

  SortedMap<String, Digest> written() {
    return Collections.unmodifiableSortedMap(written);
  }

  ExportedTree finish() throws IOException {
    Files.delete(partial.resolve(MARK));
    Files.move(partial, name, StandardCopyOption.ATOMIC_MOVE);
    finished = true;
    return new ExportedTree(name, written(), bytes);
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (!finished) {
      remove(partial);
    }
  }
}
