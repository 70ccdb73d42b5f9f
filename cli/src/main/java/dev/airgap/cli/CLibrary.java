package dev.airgap.cli;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * The C library of this machine. All that verifies and loads runs with glibc 2.17; Helm's native
 * library wants 2.34, and says so only deep inside a stack trace.
 *
 * @param version of glibc, such as {@code 2.36}; empty for another C library
 */
record CLibrary(Optional<String> version) {
  private static final int MAJOR = 2;
  private static final int MINOR = 34;

  static CLibrary ofThisMachine() {
    Linker linker = Linker.nativeLinker();
    return new CLibrary(
        linker
            .defaultLookup()
            .find("gnu_get_libc_version")
            .map(function -> text(linker, function)));
  }

  @SuppressWarnings("restricted") // the launcher allows it: --enable-native-access
  private static String text(Linker linker, MemorySegment function) {
    try {
      MemorySegment text =
          (MemorySegment)
              linker
                  .downcallHandle(function, FunctionDescriptor.of(ValueLayout.ADDRESS))
                  .invokeExact();
      return text.reinterpret(32).getString(0);
    } catch (Throwable e) {
      throw new IllegalStateException("a function without arguments can be called", e);
    }
  }

  /** Said in one line before anything else is tried. */
  void requireForHelm() throws UsageException {
    if (version.isEmpty() || !isEnough(version.get())) {
      throw new UsageException(
          "this command runs Helm, which needs glibc %d.%d or newer, and this machine has %s: run it on a newer one (verify, inspect and load run here)"
              .formatted(MAJOR, MINOR, version.map(v -> "glibc " + v).orElse("another C library")));
    }
  }

  private static boolean isEnough(String version) {
    String[] parts = version.split("\\.");
    if (parts.length < 2 || !parts[0].matches("\\d{1,4}") || !parts[1].matches("\\d{1,4}")) {
      return false;
    }
    int major = Integer.parseInt(parts[0]);
    return major > MAJOR || (major == MAJOR && Integer.parseInt(parts[1]) >= MINOR);
  }
}
