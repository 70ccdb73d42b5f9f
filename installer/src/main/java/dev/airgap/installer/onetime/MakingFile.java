package dev.airgap.installer.onetime;

import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code FILE.making}: a user's name and one-time password, on two lines, as long as it is not
 * known whether the user was made. No message shows anything that stands in it.
 *
 * @param caller the user id of this program: whose file it has to be
 */
record MakingFile(PrivateFile file, String name, int caller) {
  private static final Path SELF = Path.of("/proc/self");
  private static final int ROOT = 0;
  private static final Set<PosixFilePermission> WRITE_FOR_OTHERS =
      PosixFilePermissions.fromString("----w--w-");

  static MakingFile beside(Path file, String name) throws IOException {
    // A bare root may lack /proc, and has no user but root.
    int caller = Files.exists(SELF) ? (int) Files.getAttribute(SELF, "unix:uid") : ROOT;
    return new MakingFile(at(file), name, caller);
  }

  static PrivateFile at(Path file) {
    return new PrivateFile(file.resolveSibling(file.getFileName() + ".making"));
  }

  Path path() {
    return file.path();
  }

  void write(Secret password) throws IOException {
    file.create(name + "\n" + password.reveal() + "\n");
  }

  void delete() throws IOException {
    file.delete();
  }

  /**
   * The password of a run that was killed. Empty if there was none, and if it was killed while it
   * wrote this file: then nobody was asked yet, and the file is taken away.
   *
   * @throws IOException if it is not what a run leaves that makes this user
   */
  Optional<Secret> ofKilledRun(RunSecrets secrets) throws IOException {
    if (!file.isThere()) {
      return Optional.empty();
    }
    requireOwn();
    String text =
        file.text()
            .orElseThrow(() -> notOurs("has more than %d bytes".formatted(PrivateFile.MAX_BYTES)));
    if (isTorn(text)) {
      file.delete();
      return Optional.empty();
    }
    Secret password = secrets.keep(password(text));
    file.sync(); // the run may have been killed before it did
    return Optional.of(password);
  }

  /** What others could have written is a password that they know. */
  private void requireOwn() throws IOException {
    if (!file.isRegular()) {
      throw notOurs("is no regular file");
    }
    if ((int) Files.getAttribute(path(), "unix:uid", LinkOption.NOFOLLOW_LINKS) != caller) {
      throw notOurs("belongs to somebody else");
    }
    if (Files.getPosixFilePermissions(path(), LinkOption.NOFOLLOW_LINKS).stream()
        .anyMatch(WRITE_FOR_OTHERS::contains)) {
      throw notOurs("can be written by others");
    }
  }

  /** The beginning of a whole text: with an end, any end, it would be one. */
  private boolean isTorn(String text) {
    String any = name + "\n" + OneTimePassword.fresh();
    return text.length() < any.length()
        && (text + any.substring(text.length()))
            .matches(Pattern.quote(name) + "\n" + OneTimePassword.SHAPE);
  }

  private String password(String text) throws IOException {
    List<String> lines = text.lines().toList();
    if (lines.size() != 2) {
      throw notOurs("does not have two lines, the user's name and the password");
    }
    if (!lines.getFirst().equals(name)) {
      throw new IOException(
          "%s is of a run for another user than '%s': run the command for that user again, which ends it, or name another file with --to"
              .formatted(path(), name));
    }
    if (!lines.getLast().matches(OneTimePassword.SHAPE)) {
      throw notOurs("holds no password that this program makes");
    }
    return lines.getLast();
  }

  private IOException notOurs(String why) {
    return new IOException(
        "%s %s, so it is not what a run leaves that was killed while it made the user '%s': move it away, and run the same command again"
            .formatted(path(), why, name));
  }
}
