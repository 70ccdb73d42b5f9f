package dev.airgap.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code <out>.partial}, which becomes {@code <out>} in one step once it is whole and synced; so
 * does each of a bundle's parts, the first one last. If it never gets there it stays, with its
 * journal, as soon as it holds bytes that a next run can go on with. A lock keeps two runs from
 * writing into the same file.
 */
final class PartialFile implements AutoCloseable {
  private final Parts parts;
  private final List<Path> finals;
  private final boolean overwrite;
  private final PositionalFile file;
  private @Nullable FillJournal journal;
  private boolean finished;

  private PartialFile(Parts parts, List<Path> finals, boolean overwrite, PositionalFile file) {
    this.parts = parts;
    this.finals = finals;
    this.overwrite = overwrite;
    this.file = file;
  }

  static PartialFile open(Parts parts, long size, boolean overwrite) throws IOException {
    List<Path> finals = parts.files(size);
    for (Path part : finals) {
      refuseExisting(part, overwrite);
    }
    List<FileChannel> channels = new ArrayList<>();
    try {
      for (Path part : finals) {
        channels.add(locked(partial(part)));
      }
      return new PartialFile(parts, finals, overwrite, new PositionalFile(channels, parts.size()));
    } catch (IOException e) {
      Closing.all(channels);
      throw e;
    }
  }

  static Path partial(Path part) {
    return part.resolveSibling(part.getFileName() + ".partial");
  }

  /** What the file holds of an earlier run that was to write the very same one, and no more. */
  FillJournal journal(InterruptedRun wanted) throws IOException {
    removeOthers(wanted);
    FillJournal opened =
        FillJournal.open(parts.name(), wanted, file.hasPartsFor(wanted.fileSize()));
    this.journal = opened;
    return opened;
  }

  /** What another number or size of parts left would lie there for ever. */
  private void removeOthers(InterruptedRun wanted) throws IOException {
    Optional<InterruptedRun> before = InterruptedRun.at(parts.name());
    List<Path> ours = wanted.files(parts.name());
    for (Path left : before.map(run -> run.files(parts.name())).orElse(List.of())) {
      if (!ours.contains(left) && Files.isRegularFile(left, LinkOption.NOFOLLOW_LINKS)) {
        locked(left).close(); // not while another run writes it
        Files.delete(left);
      }
    }
  }

  /** The whole file's length; all zeros, unless an earlier run is gone on with. */
  PositionalFile sized(long size, FillJournal begun) throws IOException {
    if (begun.goesOn()) {
      requireSpace(size - begun.bytesBefore());
    } else {
      file.resize(0);
      requireSpace(size);
      file.resize(size);
    }
    return file;
  }

  /** The folder must be there, and let a file be made in it. */
  static void requirePlace(Parts parts, boolean overwrite) throws IOException {
    if (!parts.isSplit()) {
      refuseExisting(parts.name(), overwrite);
    }
    Path folder = parts.name().toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException(
          "the folder of %s is not there: make it, or name another place".formatted(parts.name()));
    }
    if (!Files.isWritable(folder)) {
      throw new IOException(
          "no file can be made in %s: name another place, or ask for the right to write there"
              .formatted(folder));
    }
  }

  /** Even when allowed, only a file is replaced: no folder, device, pipe or link. */
  static void refuseExisting(Path out, boolean overwrite) throws IOException {
    if (!Files.exists(out, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isRegularFile(out, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(out + " exists and is no file: name another one");
    }
    if (!overwrite) {
      throw new IOException(
          out + " exists and is not overwritten; name another file, or allow it with --force");
    }
  }

  private static FileChannel locked(Path partial) throws IOException {
    FileChannel channel =
        FileChannel.open(
            partial,
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // By another thread of this program: the same answer as for another run.
    }
    channel.close();
    throw new IOException(partial + " is being written by another run; wait for it to end");
  }

  private void requireSpace(long needed) throws IOException {
    // statvfs(3); a file store would be looked up in /proc, which a bare root lacks
    long free = partial(finals.getFirst()).toFile().getUsableSpace();
    if (free < needed) {
      throw new IOException(
          "%s needs %d bytes more and its disk has only %d left: make room, or name another place with -o"
              .formatted(parts.name(), needed, free));
    }
  }

  /** Syncs, then renames: from here on the final name stands for the whole file. */
  void finish() throws IOException {
    file.sync();
    for (Path part : finals.reversed()) {
      refuseExisting(part, overwrite);
      Files.move(
          partial(part), part, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    finished = true;
    if (parts.isSplit()) {
      PartList.write(parts.name(), finals);
    }
    syncFolder();
  }

  List<Path> files() {
    return finals;
  }

  /** So that the new name itself survives a power cut. */
  private void syncFolder() throws IOException {
    Path folder = parts.name().toAbsolutePath().getParent();
    if (folder == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    try (file;
        FillJournal begun = journal) {
      boolean keep = !finished && begun != null && begun.isWorthKeeping() && !file.isDoubtful();
      if (!finished && !keep) {
        for (Path part : finals) {
          Files.deleteIfExists(partial(part));
        }
      }
      if (!keep) {
        Files.deleteIfExists(InterruptedRun.journal(parts.name()));
      }
    }
  }
}
