package dev.airgap.bundler.spec;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths as a spec gives them: relative to its folder. */
final class SpecPath {
  private SpecPath() {}

  /**
   * @throws IllegalArgumentException if no file here can be called so, as "\u00fc" where the locale
   *     is C
   */
  static Path of(Path folder, String text) {
    try {
      return folder.resolve(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "'%s' can be no file here: %s; a locale such as LC_ALL=C.UTF-8 knows all letters"
              .formatted(text, e.getReason()),
          e);
    }
  }
}
