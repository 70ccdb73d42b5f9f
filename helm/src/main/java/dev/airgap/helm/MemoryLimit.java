package dev.airgap.helm;

import dev.airgap.helm.child.HelmRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends a child that has more than 1 GiB of memory resident. The heap of its JVM is bounded, but
 * Helm's own memory lies outside of it, and a template can make it as large as the machine.
 */
final class MemoryLimit {
  static final long MAX_KIB = 1024L * 1024;

  private static final Duration PAUSE = Duration.ofMillis(50);

  private final AtomicBoolean exceeded = new AtomicBoolean();

  private MemoryLimit() {}

  static MemoryLimit watch(Process child) {
    MemoryLimit limit = new MemoryLimit();
    Thread.ofVirtual().start(() -> limit.enforce(child));
    return limit;
  }

  private void enforce(Process child) {
    Path status = Path.of("/proc", Long.toString(child.pid()), "status");
    try {
      while (child.isAlive()) {
        if (residentKib(status) > MAX_KIB) {
          exceeded.set(true);
          child.destroyForcibly();
          return;
        }
        Thread.sleep(PAUSE);
      }
    } catch (IOException e) {
      // it has ended, or this system has no /proc: then the machine's own limits are all there is
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Linux, proc(5): {@code VmRSS: 12345 kB}. */
  private static long residentKib(Path status) throws IOException {
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    return 0;
  }

  /** Says so if the child was ended. */
  void requireKept(List<HelmRequest> requests) throws HelmException {
    if (exceeded.get()) {
      throw new HelmException(
          "Helm took more than %d MiB of memory for %s and was stopped: a chart of the product needs a tenth of that"
              .formatted(MAX_KIB / 1024, HelmRequest.names(requests)));
    }
  }
}
