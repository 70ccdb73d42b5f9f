package dev.airgap.helm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a child JVM with Helm in it is started from.
 *
 * @param java the executable
 * @param classPath of this program
 * @param libraries the folder that holds {@code helm-linux-amd64.so} and {@code libjnidispatch.so}
 * @param aotCache of this program, for a quick start; the runtime goes without if it does not fit
 * @param work a folder in memory, for values and charts while a request runs
 */
public record HelmRuntime(
    Path java, String classPath, Path libraries, Optional<Path> aotCache, Path work) {
  private static final String LIBRARIES = "bundle.helm.library";
  private static final String AOT_CACHE = "bundle.aot";
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  /** The runtime and libraries of the running program. */
  public static HelmRuntime ofThisProgram() {
    String libraries = System.getProperty(LIBRARIES);
    if (libraries == null) {
      throw new IllegalStateException("the launcher did not set " + LIBRARIES);
    }
    return new HelmRuntime(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        System.getProperty("java.class.path"),
        Path.of(libraries),
        Optional.ofNullable(System.getProperty(AOT_CACHE)).map(Path::of),
        Files.isWritable(SHARED_MEMORY)
            ? SHARED_MEMORY
            : Path.of(System.getProperty("java.io.tmpdir")));
  }
}
