package dev.airgap.installer.onetime;

import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A one-time password that is safe on the disk, in {@code FILE.making}, before anybody is made with
 * it. It ends in FILE once the user is there. A run that is killed between leaves it to the next
 * one, which goes on with it: nobody is made whose password is lost.
 */
public final class PasswordInMaking {
  private final MakingFile making;
  private final PasswordFile end;
  private final Secret password;

  private PasswordInMaking(MakingFile making, PasswordFile end, Secret password) {
    this.making = making;
    this.end = end;
    this.password = password;
  }

  /**
   * Takes over the password of a run that was killed, or makes one.
   *
   * @param file where it is to stand in the end
   * @param name of the user, one line of at most 128 characters
   * @throws IOException also if the file is there already, or the files are not of such a run
   */
  public static PasswordInMaking begin(Path file, String name, RunSecrets secrets)
      throws IOException {
    MakingFile making = MakingFile.beside(file, name);
    PasswordFile end = PasswordFile.at(file);
    Optional<Secret> left = making.ofKilledRun(secrets);
    if (left.isPresent()) {
      end.requireNothingElse(left.get(), making.path());
      return new PasswordInMaking(making, end, left.get());
    }
    end.requireAbsent();
    Secret fresh = secrets.keep(OneTimePassword.fresh());
    making.write(fresh);
    return new PasswordInMaking(making, end, fresh);
  }

  /** What a run left that ended, or was killed just before it could say so; empty if none did. */
  public static Optional<Secret> finished(Path file, RunSecrets secrets) throws IOException {
    return MakingFile.at(file).isThere()
        ? Optional.empty()
        : PasswordFile.at(file).password(secrets);
  }

  public Secret password() {
    return password;
  }

  /** Where it stands until {@link #finish}. */
  public Path keptIn() {
    return making.path();
  }

  /** The user is there: its password goes where it was asked for. */
  public void finish() throws IOException {
    end.write(password, making.path());
    making.delete();
  }

  /** Nobody was made with it. */
  public void giveUp() throws IOException {
    making.delete();
  }
}
