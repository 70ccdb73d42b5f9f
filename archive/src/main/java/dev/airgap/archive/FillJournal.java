package dev.airgap.archive;

import dev.airgap.manifest.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * Written while a bundle is filled, so that a run that was killed goes on: how far each blob has
 * come. A line stands for bytes that were written before it; it is a hint, and every byte that is
 * taken over is hashed again.
 */
final class FillJournal implements AutoCloseable {
  private final FileChannel channel;
  private final Map<Digest, Long> before;
  private boolean worthKeeping;

  private FillJournal(FileChannel channel, Map<Digest, Long> before) {
    this.channel = channel;
    this.before = before;
    this.worthKeeping = !before.isEmpty();
  }

  /**
   * Goes on with the journal of a run that was to write the very same file; else begins a new one.
   *
   * @param fits whether the file is there in its full length, in parts of the wanted size
   */
  static FillJournal open(Path out, InterruptedRun wanted, boolean fits) throws IOException {
    Map<Digest, Long> before =
        InterruptedRun.at(out)
            .filter(run -> run.manifest().equals(wanted.manifest()))
            .filter(run -> run.fileSize() == wanted.fileSize())
            .filter(run -> run.partSize() == wanted.partSize())
            .filter(run -> fits)
            .map(InterruptedRun::reached)
            .orElse(Map.of());
    Path path = InterruptedRun.journal(out);
    if (before.isEmpty()) {
      Files.deleteIfExists(path);
    }
    FillJournal journal = new FillJournal(appended(path), before);
    // Ends a line that a kill may have torn.
    journal.write("");
    if (before.isEmpty()) {
      for (String line : wanted.head()) {
        journal.write(line);
      }
    }
    return journal;
  }

  private static FileChannel appended(Path path) throws IOException {
    return FileChannel.open(
        path, StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether an earlier run left something to go on with. */
  boolean goesOn() {
    return !before.isEmpty();
  }

  /** Bytes of all blobs that the earlier run wrote. */
  long bytesBefore() {
    return before.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Bytes of the blob that the earlier run wrote. */
  long before(Digest blob) {
    return before.getOrDefault(blob, 0L);
  }

  /** So many bytes of the blob are in the file now. */
  synchronized void reached(Digest blob, long bytes) throws IOException {
    worthKeeping |= bytes > 0;
    write(InterruptedRun.line(blob, bytes));
  }

  private void write(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Whether there is anything that a next run could go on with. */
  synchronized boolean isWorthKeeping() {
    return worthKeeping;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
