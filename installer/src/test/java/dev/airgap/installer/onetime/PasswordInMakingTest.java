package dev.airgap.installer.onetime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.secrets.RunSecrets;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files of a one-time password, as runs leave them that are killed at each moment. */
final class PasswordInMakingTest {
  private static final String NAME = "anna@corp";
  private static final String WHOLE = "Aa1-0123456789abcdef0123456789abcdef01234567";
  private static final String SECRET_PART = "0123456789abcdef";

  private final Path file;
  private final Path making;

  PasswordInMakingTest(@TempDir Path folder) {
    this.file = folder.resolve("anna.password");
    this.making = folder.resolve("anna.password.making");
  }

  /** As another run does, which knows no secret of the one before. */
  private PasswordInMaking begin() throws IOException {
    return PasswordInMaking.begin(file, NAME, new RunSecrets());
  }

  private void killed(String text) throws IOException {
    Files.writeString(making, text);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(file.resolveSibling(""))) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private void assertRefused(String... sentences) {
    assertThatThrownBy(this::begin)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(sentences)
        .message()
        .doesNotContain(SECRET_PART);
  }

  @Test
  void password_isOnTheDiskBeforeAnybodyIsMade_andInItsFileAfter() throws Exception {
    PasswordInMaking begun = begin();
    assertThat(begun.password().reveal()).matches(OneTimePassword.SHAPE);
    assertThat(making).hasContent(NAME + "\n" + begun.password().reveal() + "\n");
    assertThat(mode(making)).isEqualTo("rw-------");
    assertThat(files()).containsExactly("anna.password.making");
    begun.finish();
    assertThat(file).hasContent(begun.password().reveal() + "\n");
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(files()).containsExactly("anna.password");
  }

  @Test
  void passwords_differ_andAreKnownToTheRedactor() throws Exception {
    RunSecrets secrets = new RunSecrets();
    PasswordInMaking one = PasswordInMaking.begin(file, NAME, secrets);
    one.giveUp();
    assertThat(begin().password().reveal()).isNotEqualTo(one.password().reveal());
    assertThat(secrets.redact(one.password().reveal())).isEqualTo("***");
    RunSecrets next = new RunSecrets();
    String taken = PasswordInMaking.begin(file, NAME, next).password().reveal();
    assertThat(next.redact(taken)).isEqualTo("***");
  }

  @Test
  void passwordOfNobody_leavesNothing() throws Exception {
    begin().giveUp();
    assertThat(files()).isEmpty();
  }

  @Test
  void killedRun_isGoneOnWith_byTheSamePassword() throws Exception {
    String password = begin().password().reveal();
    PasswordInMaking next = begin();
    assertThat(next.password().reveal()).isEqualTo(password);
    next.finish();
    assertThat(file).hasContent(password + "\n");
    assertThat(files()).containsExactly("anna.password");
  }

  /** Killed while it wrote: nobody was asked with it yet. */
  @Test
  void tornBeginning_isBegunAnew() throws Exception {
    String text = NAME + "\n" + WHOLE;
    for (int length = 0; length < text.length(); length++) {
      killed(text.substring(0, length));
      PasswordInMaking begun = begin();
      assertThat(begun.password().reveal()).as("after " + length).isNotEqualTo(WHOLE);
      assertThat(making).hasContent(NAME + "\n" + begun.password().reveal() + "\n");
      begun.giveUp();
    }
    killed(text);
    assertThat(begin().password().reveal()).isEqualTo(WHOLE);
  }

  /** Killed while it wrote the file, or before it deleted the other one. */
  @Test
  void tornFile_isWrittenAnew() throws Exception {
    String text = WHOLE + "\n";
    for (int length = 0; length <= text.length(); length++) {
      killed(NAME + "\n" + WHOLE + "\n");
      Files.writeString(file, text.substring(0, length));
      begin().finish();
      assertThat(Files.readString(file)).as("after " + length).isEqualTo(text);
      assertThat(mode(file)).isEqualTo("rw-------");
      assertThat(files()).containsExactly("anna.password");
    }
  }

  @Test
  void fileOfSomethingElse_isLeft_thoughARunWasKilled() throws Exception {
    killed(NAME + "\n" + WHOLE + "\n");
    for (String other : List.of("mine", WHOLE + "\nmine", WHOLE.replace('7', '8') + "\n", "\n")) {
      Files.writeString(file, other);
      assertRefused(file + " is there already, and is never overwritten", making.toString());
      assertThat(Files.readString(file)).isEqualTo(other);
      assertThat(Files.readString(making)).isEqualTo(NAME + "\n" + WHOLE + "\n");
    }
    Files.delete(file);
    Files.createSymbolicLink(file, making.resolveSibling("nowhere"));
    assertRefused("is there already, and is never overwritten");
    Files.delete(file);
    Files.createDirectory(file);
    assertRefused("is there already, and is never overwritten");
  }

  @Test
  void fileThatIsThere_isNeverOverwritten() throws Exception {
    Files.writeString(file, WHOLE);
    assertRefused("is there already, and is never overwritten", "name another file with --to");
    assertThat(file).hasContent(WHOLE);
    assertThat(files()).containsExactly("anna.password");
    Files.delete(file);
    Files.createSymbolicLink(file, making.resolveSibling("nowhere"));
    assertRefused("is there already, and is never overwritten");
  }

  @Test
  void fileThatComesMeanwhile_isLeft_andThePasswordStays() throws Exception {
    PasswordInMaking begun = begin();
    Files.writeString(file, "mine");
    assertThatThrownBy(begun::finish).hasMessageContaining("never overwritten");
    assertThat(file).hasContent("mine");
    Files.delete(file);
    begin().finish();
    assertThat(file).hasContent(begun.password().reveal() + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          anna@corp;WHOLE;more; | does not have two lines
          anna@corp;;WHOLE;     | does not have two lines
          WHOLE;                | does not have two lines
          anna@corp WHOLE;      | does not have two lines
          berta;WHOLE;          | for another user than 'anna@corp': run the command for that user
          WHOLE;anna@corp;      | for another user than 'anna@corp'
          anna@corp;WHOLE0;     | holds no password that this program makes
          anna@corp;xWHOLE;     | holds no password that this program makes
          anna@corp;secret;     | holds no password that this program makes
          """)
  void whatNoRunLeaves_isRefused_andLeft(String text, String sentence) throws Exception {
    String all = text.replace(';', '\n').replace("WHOLE", WHOLE);
    killed(all);
    assertRefused(making.toString(), sentence);
    assertThat(Files.readString(making)).isEqualTo(all);
    assertThat(files()).containsExactly("anna.password.making");
  }

  @Test
  void largeFile_isRefused() throws Exception {
    killed(NAME + "\n" + WHOLE + "\n".repeat(1024));
    assertRefused("has more than 1024 bytes", "move it away, and run the same command again");
  }

  @Test
  void whatIsNoFile_isRefused() throws Exception {
    Path elsewhere = Files.writeString(file.resolveSibling("x"), NAME + "\n" + WHOLE + "\n");
    Files.createSymbolicLink(making, elsewhere);
    assertRefused("is no regular file", "move it away");
    Files.delete(making);
    Files.createDirectory(making);
    assertRefused("is no regular file");
  }

  /** Whoever could write it knows the password that a user would be made with. */
  @Test
  void whatOthersCanWrite_isRefused() throws Exception {
    killed(NAME + "\n" + WHOLE + "\n");
    for (String mode : List.of("rw--w----", "rw-----w-")) {
      Files.setPosixFilePermissions(making, PosixFilePermissions.fromString(mode));
      assertRefused("can be written by others", "move it away");
    }
  }

  @Test
  void whatSomebodyElseWrote_isRefused() throws Exception {
    killed(NAME + "\n" + WHOLE + "\n");
    MakingFile ours = MakingFile.beside(file, NAME);
    MakingFile theirs = new MakingFile(ours.file(), NAME, ours.caller() + 1);
    assertThatThrownBy(() -> theirs.ofKilledRun(new RunSecrets()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(making + " belongs to somebody else");
    assertThat(ours.ofKilledRun(new RunSecrets())).isPresent();
  }

  @Test
  void twoBeginnings_doNotOverwriteEachOther() throws Exception {
    begin();
    String kept = Files.readString(making);
    MakingFile second = MakingFile.beside(file, NAME);
    assertThatThrownBy(() -> second.write(new RunSecrets().keep(WHOLE)))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(Files.readString(making)).isEqualTo(kept);
  }
}
