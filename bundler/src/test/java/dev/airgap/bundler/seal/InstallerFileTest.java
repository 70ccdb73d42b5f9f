package dev.airgap.bundler.seal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallerFileTest {
  @TempDir private Path folder;

  @Test
  void gzipFile_isTaken() throws IOException {
    Path file = folder.resolve("bundle.tar.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(1);
    }
    InstallerFile.requireArchive(file);
  }

  @Test
  void otherFile_isRefusedByItsName() throws IOException {
    for (String content : new String[] {"", "\u001f", "#!/bin/sh\n"}) {
      Path file = Files.writeString(folder.resolve("other"), content);
      assertThatThrownBy(() -> InstallerFile.requireArchive(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(file + ", is no .tar.gz archive")
          .hasMessageContaining("--no-installer");
    }
  }
}
