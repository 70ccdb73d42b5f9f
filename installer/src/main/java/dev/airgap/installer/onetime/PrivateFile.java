package dev.airgap.installer.onetime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** A small text that only its owner may read. Links are not followed, nothing is overwritten. */
record PrivateFile(Path path) {
  static final int MAX_BYTES = 1024;

  /** Whatever it is: also a folder, or a link to nowhere. */
  boolean isThere() {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  boolean isRegular() {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Empty if it is larger than any that we write. */
  Optional<String> text() throws IOException {
    try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      return bytes.length > MAX_BYTES
          ? Optional.empty()
          : Optional.of(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  /**
   * @throws java.nio.file.FileAlreadyExistsException if anything of this name is there
   */
  void create(String text) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer rest = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }
    sync();
  }

  /** So that text and name survive a power cut. */
  void sync() throws IOException {
    sync(path);
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null) {
      sync(folder);
    }
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  void delete() throws IOException {
    Files.deleteIfExists(path);
  }
}
