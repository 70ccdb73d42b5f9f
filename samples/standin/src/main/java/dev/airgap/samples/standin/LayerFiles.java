package dev.airgap.samples.standin;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes a layer of what lies in folders. All times are one fixed time and all owners root, so that
 * the same files give the same bytes. jib knows no symbolic links: a link to a file becomes a copy
 * of it, a link to anything else is left out.
 */
final class LayerFiles {

  static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private static final FilePermissions PROGRAM = FilePermissions.fromOctalString("755");
  private static final FilePermissions FILE = FilePermissions.fromOctalString("644");

  private LayerFiles() {}

  /** A layer with the files below each of the roots. */
  static FileEntriesLayer layer(String name, List<Path> roots) throws IOException {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
    for (Path root : roots) {
      addFiles(layer, root);
    }
    return layer.build();
  }

  /** A layer with the folders that the programs write to; {@code any} is some existing folder. */
  static FileEntriesLayer writableFolders(Path any) {
    return FileEntriesLayer.builder()
        .setName("folders")
        .addEntry(any, AbsoluteUnixPath.get("/zenml"), PROGRAM, TIME, "1000:1000")
        .addEntry(any, AbsoluteUnixPath.get("/tmp"), FilePermissions.fromOctalString("777"), TIME)
        .build();
  }

  private static void addFiles(FileEntriesLayer.Builder layer, Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        Optional<Path> content = content(root, file);
        if (content.isPresent() && !file.toString().contains("__pycache__")) {
          layer.addEntry(
              content.get(),
              AbsoluteUnixPath.get("/" + root.relativize(file)),
              Files.isExecutable(content.get()) ? PROGRAM : FILE,
              TIME);
        }
      }
    }
  }

  /** The regular file that holds the bytes; an absolute link is meant from the layer's root. */
  private static Optional<Path> content(Path root, Path file) throws IOException {
    Path found = file;
    for (int links = 0; Files.isSymbolicLink(found) && links < 8; links++) {
      Path target = Files.readSymbolicLink(found);
      found =
          target.isAbsolute()
              ? root.resolve(target.toString().substring(1))
              : found.resolveSibling(target);
    }
    return Files.isRegularFile(found) && !Files.isSymbolicLink(found)
        ? Optional.of(found)
        : Optional.empty();
  }
}
