package dev.airgap.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PositionalFileTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void fileThatTheDiskDidNotTake_isDoubtful() throws IOException {
    // this device takes every byte, and fsync(2) fails with EINVAL
    try (PositionalFile file = opened(Path.of("/dev/null"), StandardOpenOption.WRITE)) {
      file.write(new byte[10], 0);
      assertThat(file.isDoubtful()).isFalse();
      assertThatThrownBy(file::sync).isInstanceOf(IOException.class);
      assertThat(file.isDoubtful()).isTrue();
    }
  }

  @Test
  void fileThatIsOnTheDisk_isNot() throws IOException {
    Path path = folder.resolve("file");
    try (PositionalFile file =
        opened(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      file.write(new byte[10], 0);
      file.sync();
      assertThat(file.isDoubtful()).isFalse();
    }
  }

  private static PositionalFile opened(Path path, StandardOpenOption... how) throws IOException {
    return new PositionalFile(List.of(FileChannel.open(path, how)), Long.MAX_VALUE);
  }
}
