package dev.airgap.samples.standin;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/**
 * Large layers that no compression shrinks, for benchmarks: of a release's megabytes each of the
 * four images has two tenths for itself, and all of them share another two tenths. The same name
 * and size give the same bytes; one of an image's own layers changes with its version, the others
 * stay.
 */
final class PaddingLayers {

  private static final int PARTS = 10;
  private static final int MEGABYTE = 1 << 20;

  private final Path cache;
  private final int megabytesEach;

  PaddingLayers(Path cache, int megabytes) {
    this.cache = cache.resolve("padding");
    this.megabytesEach = megabytes / PARTS;
  }

  List<FileEntriesLayer> layers(String image, String version) throws IOException {
    if (megabytesEach == 0) {
      return List.of();
    }
    return List.of(
        layer("shared-1"), layer("shared-2"), layer(image), layer(image + "-" + version));
  }

  private FileEntriesLayer layer(String name) throws IOException {
    return FileEntriesLayer.builder()
        .setName("padding " + name)
        .addEntry(
            file(name),
            AbsoluteUnixPath.get("/opt/padding/" + name),
            FilePermissions.fromOctalString("644"),
            LayerFiles.TIME)
        .build();
  }

  private Path file(String name) throws IOException {
    Path file = cache.resolve(name + "-" + megabytesEach + ".bin");
    if (!Files.exists(file)) {
      Files.createDirectories(cache);
      Path partial = Files.createTempFile(cache, name, ".partial");
      write(partial, seed(name));
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return file;
  }

  private void write(Path file, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] block = new byte[MEGABYTE];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < megabytesEach; i++) {
        random.nextBytes(block);
        out.write(block);
      }
    }
  }

  private static long seed(String name) {
    CRC32 sum = new CRC32();
    sum.update(name.getBytes(StandardCharsets.UTF_8));
    return sum.getValue();
  }
}
