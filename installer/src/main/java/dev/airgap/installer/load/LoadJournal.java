package dev.airgap.installer.load;

import dev.airgap.manifest.Digest;
import dev.airgap.registry.Repository;
import dev.airgap.registry.UploadJournal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the uploads of one bundle to one prefix stand, in a file of the state folder (0700, the
 * file 0600: an upload's address may open it to whoever knows it). It is a hint for the run after
 * one that was killed: the registry is asked what it really has. Never beside the bundle, which the
 * courier can write; never with a credential. Where it cannot be written or read, there is none.
 */
final class LoadJournal implements UploadJournal {
  private static final String FIRST_LINE = "bundle uploads 1";
  private static final int MAX_BYTES = 256 * 1024;
  private static final int MAX_ADDRESS = 4096;

  /** Registries forget uploads after a week or sooner. */
  private static final Duration MAX_AGE = Duration.ofDays(7);

  private static final Pattern LINE =
      Pattern.compile("(sha256:[0-9a-f]{64}) ([a-z0-9._/-]{1,255}) (https?://[!-~]{1,4088})");

  private final Path file;
  private final String head;
  private final Map<String, String> uploads = new TreeMap<>();

  private LoadJournal(Path file, String head) {
    this.file = file;
    this.head = head;
  }

  /**
   * @param folder this account's state folder
   * @param manifest digest of the bundle's {@code manifest.txt}
   * @param prefix {@code host[:port]/path}
   */
  static LoadJournal open(Path folder, Digest manifest, String prefix, Instant now) {
    String head = "%s%n%s %s%n".formatted(FIRST_LINE, manifest, prefix);
    String name = Digest.of(head.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 32);
    LoadJournal journal = new LoadJournal(folder.resolve("uploads").resolve(name), head);
    journal.read(now);
    journal.removeOld(now);
    return journal;
  }

  /** Of bundles that nobody went on with. */
  private void removeOld(Instant now) {
    try (Stream<Path> journals = Files.list(file.resolveSibling(""))) {
      for (Path journal : journals.toList()) {
        if (Files.isRegularFile(journal, LinkOption.NOFOLLOW_LINKS) && isOld(journal, now)) {
          Files.delete(journal);
        }
      }
    } catch (IOException e) {
      // no folder yet, or one that is not ours to tidy
    }
  }

  private static boolean isOld(Path journal, Instant now) throws IOException {
    return Files.getLastModifiedTime(journal).toInstant().isBefore(now.minus(MAX_AGE));
  }

  private void read(Instant now) {
    try {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          || Files.size(file) > MAX_BYTES
          || isOld(file, now)) {
        return;
      }
      String text = Files.readString(file, StandardCharsets.US_ASCII);
      if (text.startsWith(head)) {
        text.substring(head.length()).lines().forEach(this::line);
      }
    } catch (IOException e) {
      uploads.clear(); // a hint that cannot be read is none
    }
  }

  private void line(String line) {
    Matcher parts = LINE.matcher(line);
    if (parts.matches()) {
      uploads.put(parts.group(1) + " " + parts.group(2), parts.group(3));
    }
  }

  private static String key(Repository repository, Digest blob) {
    return blob + " " + repository.path();
  }

  @Override
  public synchronized Optional<String> location(Repository repository, Digest blob) {
    return Optional.ofNullable(uploads.get(key(repository, blob)));
  }

  @Override
  public synchronized void at(Repository repository, Digest blob, String location) {
    if (location.length() <= MAX_ADDRESS) {
      uploads.put(key(repository, blob), location);
      write();
    }
  }

  @Override
  public synchronized void ended(Repository repository, Digest blob) {
    if (uploads.remove(key(repository, blob)) != null) {
      write();
    }
  }

  /** The load is done: there is nothing to go on with. */
  synchronized void delete() {
    uploads.clear();
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // what it says is asked of the registry anyway
    }
  }

  private void write() {
    StringBuilder text = new StringBuilder(head);
    uploads.forEach((key, location) -> text.append(key + " " + location + System.lineSeparator()));
    try {
      Path folder = file.resolveSibling("");
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      Path draft =
          Files.createTempFile(
              folder,
              "draft",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try {
        Files.writeString(draft, text, StandardCharsets.US_ASCII);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft); // a full disk needs no more files
      }
    } catch (IOException e) {
      // the next run begins those blobs anew; this one is not stopped for a hint
    }
  }
}
