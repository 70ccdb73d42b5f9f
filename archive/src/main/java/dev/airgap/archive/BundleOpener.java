package dev.airgap.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens a bundle file; nothing of it is read yet. */
public final class BundleOpener {
  /**
   * @throws IOException if there is no such file or it cannot be read
   * @throws BundleRefusedException if it is a folder, a pipe or a device
   */
  public OpenBundle open(Path file) throws IOException, BundleRefusedException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "there is no such bundle file");
    }
    if (!Files.isRegularFile(file)) {
      throw new BundleRefusedException(file + " is no regular file, which a bundle is");
    }
    return new OpenBundle(file, FileChannel.open(file, StandardOpenOption.READ));
  }
}
