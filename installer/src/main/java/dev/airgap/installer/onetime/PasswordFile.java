package dev.airgap.installer.onetime;

import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The file that was asked for: the password of a user who was made, and nothing else. */
record PasswordFile(PrivateFile file) {
  static PasswordFile at(Path path) {
    return new PasswordFile(new PrivateFile(path));
  }

  void requireAbsent() throws IOException {
    if (file.isThere()) {
      throw new IOException(
          "%s is there already, and is never overwritten: name another file with --to, or delete it if its user has another password by now"
              .formatted(file.path()));
    }
  }

  /** What stands in it, where that can be a password of ours. */
  Optional<Secret> password(RunSecrets secrets) throws IOException {
    return file.isRegular()
        ? file.text()
            .filter(text -> text.matches(OneTimePassword.SHAPE + "\n"))
            .map(text -> secrets.keep(text.strip()))
        : Optional.empty();
  }

  /**
   * @throws IOException if something is there that no run wrote which had this password
   */
  void requireNothingElse(Secret password, Path making) throws IOException {
    if (file.isThere() && !isOf(password)) {
      throw new IOException(
          "%s is there already, and is never overwritten: it holds something else than the password in %s, which a run left that was killed. Move it away, and run the same command again"
              .formatted(file.path(), making));
    }
  }

  private boolean isOf(Secret password) throws IOException {
    return file.isRegular() && file.text().filter(text(password)::startsWith).isPresent();
  }

  /**
   * Written in its place, and not renamed from another name: a rename overwrites what somebody put
   * there meanwhile, and a hard link, which does not, is not to be had on every disk. So a kill may
   * leave a part of it; that part is the beginning of the password that {@code making} still holds,
   * is known by it, and is written anew.
   */
  void write(Secret password, Path making) throws IOException {
    requireNothingElse(password, making);
    file.delete();
    file.create(text(password));
  }

  private static String text(Secret password) {
    return password.reveal() + "\n";
  }
}
