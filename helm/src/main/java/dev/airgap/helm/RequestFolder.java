package dev.airgap.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;

/**
 * The folder of one request, mode 0700, in memory where there is such a place: values and chart
 * stand there, in files of mode 0600, and it is gone in every outcome. What killed runs left is
 * removed by the next one.
 */
final class RequestFolder implements AutoCloseable {
  private static final String PREFIX = "bundle-helm-";

  private final Path folder;

  RequestFolder(Path work) throws IOException {
    removeStale(work);
    folder =
        Files.createTempDirectory(
            work,
            PREFIX + ProcessHandle.current().pid() + "-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  Path path() {
    return folder;
  }

  Path folder(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    try (var channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      channel.write(java.nio.ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
    return file;
  }

  @Override
  public void close() throws IOException {
    delete(folder);
  }

  private static void removeStale(Path work) throws IOException {
    try (var candidates = Files.newDirectoryStream(work, PREFIX + "*")) {
      for (Path candidate : candidates) {
        removeIfStale(candidate);
      }
    }
  }

  /** Another request, or another run, may be removing the same one at the same time. */
  private static void removeIfStale(Path candidate) throws IOException {
    try {
      if (isOurs(candidate) && ProcessHandle.of(owner(candidate)).isEmpty()) {
        delete(candidate);
      }
    } catch (NoSuchFileException e) {
      // gone, as wanted
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof NoSuchFileException)) {
        throw e.getCause();
      }
    }
  }

  private static boolean isOurs(Path candidate) throws IOException {
    String user = System.getProperty("user.name");
    return Files.isDirectory(candidate, java.nio.file.LinkOption.NOFOLLOW_LINKS)
        && Files.getOwner(candidate).getName().equals(user);
  }

  private static long owner(Path candidate) {
    String[] parts = candidate.getFileName().toString().substring(PREFIX.length()).split("-", 2);
    try {
      return Long.parseLong(parts[0]);
    } catch (NumberFormatException e) {
      return ProcessHandle.current().pid();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
