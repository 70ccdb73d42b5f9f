package dev.airgap.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarHeaderTest {
  private static final long SECONDS = 1_795_334_400;

  private static TarArchiveEntry readByAnother(byte[] header) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(header))) {
      return tar.getNextEntry();
    }
  }

  private static String path(int first, int second) {
    return "a".repeat(first) + "/" + "b".repeat(second);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, 1, 511, TarHeader.MAX_USTAR_SIZE, TarHeader.MAX_USTAR_SIZE + 1, 1L << 50})
  void everySize_isReadByAnotherLibrary(long size) throws IOException {
    byte[] header = TarHeader.of("folder/file", size, SECONDS);
    TarArchiveEntry entry = readByAnother(header);
    assertThat(entry.getSize()).isEqualTo(size);
    assertThat(entry.getName()).isEqualTo("folder/file");
    assertThat(entry.isCheckSumOK()).isTrue();
    assertThat(header).hasSize(TarHeader.length("folder/file", size));
    assertThat(header.length).isEqualTo(size > TarHeader.MAX_USTAR_SIZE ? 1536 : 512);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0,98", "0,99", "1,98", "1,99", "1,100", "100,100", "154,100", "155,60"})
  void longPath_isSplitWhereUstarHoldsIt(String lengths) throws IOException {
    String[] parts = lengths.split(",");
    int first = Integer.parseInt(parts[0]);
    String path =
        first == 0
            ? "b".repeat(Integer.parseInt(parts[1]))
            : path(first, Integer.parseInt(parts[1]));
    byte[] header = TarHeader.of(path, 5, SECONDS);
    assertThat(header).hasSize(512);
    assertThat(readByAnother(header).getName()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,101", "156,60", "100,101", "20,180"})
  void pathThatUstarCannotHold_hasPaxRecord(String lengths) throws IOException {
    String[] parts = lengths.split(",");
    String path = path(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    byte[] header = TarHeader.of(path, 5, SECONDS);
    assertThat(header).hasSize(1536);
    assertThat(readByAnother(header).getName()).isEqualTo(path);
    assertThat(readByAnother(TarHeader.of(path, 1L << 40, SECONDS)).getSize()).isEqualTo(1L << 40);
  }

  @Test
  void entry_belongsToNobodyInParticular() throws IOException {
    TarArchiveEntry entry = readByAnother(TarHeader.of("file", 5, SECONDS));
    assertThat(entry.getLongUserId()).isZero();
    assertThat(entry.getLongGroupId()).isZero();
    assertThat(entry.getUserName()).isEmpty();
    assertThat(entry.getGroupName()).isEmpty();
    assertThat(entry.getMode()).isEqualTo(0644);
    assertThat(entry.getLastModifiedTime().toInstant().getEpochSecond()).isEqualTo(SECONDS);
    assertThat(entry.getLinkFlag()).isEqualTo((byte) '0');
  }

  @Test
  void timeThatDoesNotFit_isRefused() {
    assertThatThrownBy(() -> TarHeader.of("file", 5, 1L << 33))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not fit a tar header");
  }
}
