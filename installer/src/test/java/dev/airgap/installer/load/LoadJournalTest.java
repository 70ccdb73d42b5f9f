package dev.airgap.installer.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.manifest.Digest;
import dev.airgap.registry.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one run leaves for the next. */
final class LoadJournalTest {
  private static final Digest BLOB = Digest.of(new byte[] {1});
  private static final Digest MANIFEST = Digest.of(new byte[] {2});
  private static final Repository REPOSITORY = new Repository("registry.internal", "zenml/api");
  private static final String ADDRESS = "https://registry.internal/v2/zenml/api/uploads/1?_state=x";
  @TempDir Path state;

  private LoadJournal open(String prefix) {
    return LoadJournal.open(state, MANIFEST, prefix, Instant.now());
  }

  private Path file() throws IOException {
    try (var files = Files.list(state.resolve("uploads"))) {
      return files.findFirst().orElseThrow();
    }
  }

  private void noted() {
    open("registry.internal/zenml").at(REPOSITORY, BLOB, ADDRESS);
  }

  @Test
  void upload_isThereForTheNextRun_andForNobodyElse() throws IOException {
    noted();

    assertThat(open("registry.internal/zenml").location(REPOSITORY, BLOB)).hasValue(ADDRESS);
    assertThat(open("registry.internal/other").location(REPOSITORY, BLOB)).isEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve("uploads"))))
        .isEqualTo("rwx------");
  }

  @Test
  void uploadThatEnded_isForgotten_andTheFileGoesWithTheLoad() throws IOException {
    noted();
    LoadJournal journal = open("registry.internal/zenml");
    journal.ended(REPOSITORY, BLOB);

    assertThat(open("registry.internal/zenml").location(REPOSITORY, BLOB)).isEmpty();
    journal.delete();
    assertThat(state.resolve("uploads")).isEmptyDirectory();
  }

  @Test
  void oddLines_areIgnored() throws IOException {
    noted();
    String text = Files.readString(file());
    String odd =
        text.replace(ADDRESS, "file:///etc/passwd")
            + BLOB
            + " zenml/api https://a b\n"
            + "\u0000\n"
            + BLOB;
    Files.writeString(file(), odd, StandardCharsets.US_ASCII);

    assertThat(open("registry.internal/zenml").location(REPOSITORY, BLOB)).isEmpty();
  }

  @Test
  void fileThatIsTooLong_orOld_orALink_isIgnored() throws IOException {
    noted();
    Path file = file();
    assertThat(
            LoadJournal.open(
                    state,
                    MANIFEST,
                    "registry.internal/zenml",
                    Instant.now().plus(Duration.ofDays(8)))
                .location(REPOSITORY, BLOB))
        .isEmpty();
    assertThat(file).doesNotExist();
    noted();
    Path elsewhere = state.resolve("elsewhere");
    Files.move(file, elsewhere);
    Files.createSymbolicLink(file, elsewhere);
    assertThat(open("registry.internal/zenml").location(REPOSITORY, BLOB)).isEmpty();
    Files.delete(file);
    Files.writeString(file, Files.readString(elsewhere) + "\n".repeat(300_000));
    assertThat(open("registry.internal/zenml").location(REPOSITORY, BLOB)).isEmpty();
  }

  @Test
  void journalThatCannotBeWritten_leavesNoDraft() throws IOException {
    noted();
    Path file = file();
    Files.delete(file);
    Files.createDirectories(file.resolve("in the way"));
    noted();
    noted();
    try (var files = Files.list(state.resolve("uploads"))) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void stateFolderThatCannotBeMade_stopsNothing() throws IOException {
    Path file = Files.writeString(state.resolve("file"), "");
    LoadJournal journal =
        LoadJournal.open(file, MANIFEST, "registry.internal/zenml", Instant.now());
    journal.at(REPOSITORY, BLOB, ADDRESS);
    journal.delete();

    assertThat(journal.location(REPOSITORY, BLOB)).isEmpty();
  }
}
