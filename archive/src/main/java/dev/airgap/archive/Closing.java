package dev.airgap.archive;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Closes several things, also when closing one of them fails. */
final class Closing {
  private Closing() {}

  static void all(List<? extends Closeable> things) throws IOException {
    @Nullable IOException failure = null;
    for (Closeable thing : things) {
      try {
        thing.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
