package dev.airgap.installer.client;

import dev.airgap.registry.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A layer that GNU tar makes of a folder. */
final class MadeLayer {
  private final Path folder;

  MadeLayer(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  private Path parent(String path) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.resolveSibling("."));
    return file;
  }

  MadeLayer file(String path, String content) throws IOException {
    Files.writeString(parent(path), content);
    return this;
  }

  MadeLayer link(String path, String to) throws IOException {
    Files.createSymbolicLink(parent(path), Path.of(to));
    return this;
  }

  MadeLayer hardLink(String path, String to) throws IOException {
    Files.createLink(parent(path), folder.resolve(to));
    return this;
  }

  MadeLayer without(String path) throws IOException {
    Path file = parent(path);
    return file(folder.relativize(file.resolveSibling(".wh." + file.getFileName())).toString(), "");
  }

  /**
   * @param options such as {@code --format=pax} and {@code -z}
   */
  byte[] tar(String... options) throws IOException, InterruptedException {
    Path tar = folder.resolveSibling(folder.getFileName() + ".tar");
    String[] command = new String[options.length + 6];
    command[0] = "tar";
    System.arraycopy(options, 0, command, 1, options.length);
    System.arraycopy(
        new String[] {"-C", folder.toString(), "-cf", tar.toString(), "."},
        0,
        command,
        options.length + 1,
        5);
    Tool.run(command);
    return Files.readAllBytes(tar);
  }
}
