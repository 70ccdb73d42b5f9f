package dev.airgap.archive;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Gives every input that the fuzzer kept to its target once more, in a plain JVM: what is covered
 * is counted there, as the fuzzer's own counting misses what was loaded before it.
 */
public final class FuzzReplay {
  private FuzzReplay() {}

  /**
   * @param args a target's name and the folder of its inputs, as often as there are targets
   */
  public static void main(String[] args) throws Exception {
    for (int i = 0; i < args.length; i += 2) {
      Class<?> target = Class.forName(FuzzReplay.class.getPackageName() + "." + args[i]);
      replay(target.getMethod("fuzzerTestOneInput", byte[].class), Path.of(args[i + 1]));
    }
  }

  private static void replay(Method target, Path folder)
      throws IOException, IllegalAccessException, InvocationTargetException {
    List<Path> inputs;
    try (Stream<Path> files = Files.list(folder)) {
      inputs = files.sorted().toList();
    }
    for (Path input : inputs) {
      target.invoke(null, (Object) Files.readAllBytes(input));
    }
  }
}
