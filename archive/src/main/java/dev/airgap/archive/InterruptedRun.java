package dev.airgap.archive;

import dev.airgap.manifest.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the journal beside a {@code .partial} says of the run that was interrupted: hints, no more.
 * Whatever is taken over from that run is hashed again.
 *
 * @param manifest digest of the {@code manifest.txt} that was to be
 * @param fileSize of the whole bundle, in bytes
 * @param partSize of its parts, in bytes; {@link Long#MAX_VALUE} for a single file
 * @param images {@code NAME:TAG} of each image, and the digest that it was resolved to
 * @param reached how many bytes of each blob were written
 */
public record InterruptedRun(
    Digest manifest,
    long fileSize,
    long partSize,
    Instant created,
    Map<String, Digest> images,
    Map<Digest, Long> reached) {
  private static final long MAX_BYTES = 64L * 1024 * 1024;

  public InterruptedRun {
    images = Map.copyOf(images);
    reached = Map.copyOf(reached);
  }

  /** Of the run that was to write this bundle; empty if there was none, or its journal is torn. */
  public static Optional<InterruptedRun> at(Path out) throws IOException {
    Path journal = journal(out);
    if (!Files.isRegularFile(journal, LinkOption.NOFOLLOW_LINKS)
        || Files.size(journal) > MAX_BYTES) {
      return Optional.empty();
    }
    try {
      List<String> lines = Files.readAllLines(journal, StandardCharsets.UTF_8);
      return Optional.of(parse(lines.stream().filter(line -> !line.isEmpty()).toList()));
    } catch (IllegalArgumentException
        | IndexOutOfBoundsException
        | DateTimeException
        | java.nio.charset.CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Forgets an interrupted run: neither its bytes nor its journal stay. */
  public static void discard(Parts parts) throws IOException {
    Optional<InterruptedRun> run = at(parts.name());
    if (run.isPresent()) {
      for (Path partial : run.get().files(parts.name())) {
        Files.deleteIfExists(partial);
      }
      Files.deleteIfExists(journal(parts.name()));
    }
  }

  static Path journal(Path out) {
    return out.resolveSibling(out.getFileName() + ".partial.journal");
  }

  /**
   * The unfinished files, there or not.
   *
   * @param out name of the bundle
   */
  public List<Path> files(Path out) {
    return new Parts(out, partSize).names(fileSize).stream().map(PartialFile::partial).toList();
  }

  /** Bytes of blobs that need not be fetched again. */
  public long bytes() {
    return reached.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The lines that begin a journal. */
  List<String> head() {
    List<String> lines = new java.util.ArrayList<>();
    lines.add("manifest " + manifest);
    lines.add("size " + fileSize);
    lines.add("parts " + partSize);
    lines.add("created " + created);
    images.forEach((name, digest) -> lines.add("image " + digest + " " + name));
    return lines;
  }

  static String line(Digest blob, long bytes) {
    return "blob " + blob + " " + bytes;
  }

  private static InterruptedRun parse(List<String> lines) {
    Map<String, Digest> images = new HashMap<>();
    Map<Digest, Long> reached = new HashMap<>();
    for (String line : lines.subList(4, lines.size())) {
      String[] words = line.split(" ", 3);
      // The last line of a killed run may be half a line.
      if (words.length == 3 && words[0].equals("image")) {
        images.put(words[2], Digest.parse(words[1]));
      } else if (words.length == 3 && words[2].matches("[0-9]{1,18}")) {
        reached.put(Digest.parse(words[1]), Long.parseLong(words[2]));
      }
    }
    return new InterruptedRun(
        Digest.parse(value(lines.get(0), "manifest ")),
        Long.parseLong(value(lines.get(1), "size ")),
        atLeastSmallest(Long.parseLong(value(lines.get(2), "parts "))),
        Instant.parse(value(lines.get(3), "created ")),
        images,
        reached);
  }

  private static long atLeastSmallest(long partSize) {
    if (partSize < Parts.SMALLEST) {
      throw new IllegalArgumentException("no journal");
    }
    return partSize;
  }

  private static String value(String line, String key) {
    if (!line.startsWith(key)) {
      throw new IllegalArgumentException("no journal");
    }
    return line.substring(key.length());
  }
}
