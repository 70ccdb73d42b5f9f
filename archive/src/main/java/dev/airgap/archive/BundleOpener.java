package dev.airgap.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Opens a bundle, in one file or in parts; nothing of it is read yet. */
public final class BundleOpener {
  /**
   * @param file the bundle, or the first of its parts ({@code NAME.001})
   * @throws IOException if there is no such file or it cannot be read
   * @throws BundleRefusedException if it is a folder, a pipe or a device, or if a part that is not
   *     the last has another size than the first
   */
  public OpenBundle open(Path file) throws IOException, BundleRefusedException {
    List<Path> files =
        Parts.isFirst(file) && Files.exists(file) ? Parts.found(Parts.nameOf(file)) : List.of(file);
    List<FileChannel> channels = new ArrayList<>();
    try {
      for (Path part : files) {
        channels.add(channel(part));
      }
      long partSize = files.size() == 1 ? Long.MAX_VALUE : partSize(files, channels);
      return new OpenBundle(file, new PositionalFile(channels, partSize));
    } catch (BundleRefusedException e) {
      Closing.all(channels);
      throw PartList.blamed(e, file);
    } catch (IOException e) {
      Closing.all(channels);
      throw e;
    }
  }

  private static FileChannel channel(Path file) throws IOException, BundleRefusedException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "there is no such bundle file");
    }
    if (!Files.isRegularFile(file)) {
      throw new BundleRefusedException(file + " is no regular file, which a bundle is");
    }
    return FileChannel.open(file, StandardOpenOption.READ);
  }

  private static long partSize(List<Path> files, List<FileChannel> channels)
      throws IOException, BundleRefusedException {
    long size = channels.getFirst().size();
    for (int i = 0; i < channels.size(); i++) {
      boolean isLast = i == channels.size() - 1;
      long found = channels.get(i).size();
      if (found == 0 || (isLast ? found > size : found != size)) {
        throw new BundleRefusedException(
            "the part %s has %d bytes, where the first has %d: one of the two was not copied whole"
                .formatted(files.get(i), found, size));
      }
    }
    return size;
  }
}
