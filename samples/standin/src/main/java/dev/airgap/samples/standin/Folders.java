package dev.airgap.samples.standin;

import java.nio.file.Path;

/**
 * Where things lie.
 *
 * @param sources the folder with {@code charts} and {@code src/main/images}
 * @param base what {@code fetch-base} made: one folder a layer
 * @param cache where built layers are kept between runs
 */
record Folders(Path sources, Path base, Path cache) {

  Path chart(String name) {
    return sources.resolve("charts").resolve(name);
  }

  Path image(String name) {
    return sources.resolve("src/main/images").resolve(name);
  }
}
