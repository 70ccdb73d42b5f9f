package dev.airgap.registry.probe;

import dev.airgap.registry.RegistryException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Looks that do not wait for each other: what costs is the way to the registry. */
final class SideBySide {
  private static final int AT_ONCE = 16;

  private SideBySide() {}

  /** What all of them saw, in their order. */
  static <T> List<T> all(List<Callable<List<T>>> looks) throws RegistryException {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofPlatform().factory())) {
      List<T> seen = new ArrayList<>();
      for (Future<List<T>> look : threads.invokeAll(looks)) {
        seen.addAll(look.get());
      }
      return seen;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException("stopped while looking at the registry", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
