package dev.airgap.installer.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * What is asked of the registry side by side: many small things, since each costs a round trip, and
 * few large ones, since those share the line. The first failure stops the others and is what the
 * caller sees.
 */
final class Transfers {
  /** From here on a blob is large, in bytes. */
  static final long LARGE = 4L * 1024 * 1024;

  private static final int AT_ONCE = 16;
  private static final int LARGE_AT_ONCE = 4;

  private final Semaphore largeOnes = new Semaphore(LARGE_AT_ONCE);

  /** Something that is asked or pushed. */
  @FunctionalInterface
  interface Task<T> {
    T run() throws IOException, InterruptedException;
  }

  /** Runs one task for each item; the answers in the items' order. */
  <A, T> List<T> each(List<A> items, Function<A, Task<T>> taskOf) throws IOException {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofPlatform().factory())) {
      CompletionService<T> running = new ExecutorCompletionService<>(threads);
      List<Future<T>> answers = new ArrayList<>();
      for (A item : items) {
        Callable<T> task = taskOf.apply(item)::run;
        answers.add(running.submit(task));
      }
      try {
        for (int i = 0; i < items.size(); i++) {
          answer(running.take());
        }
        List<T> inOrder = new ArrayList<>();
        for (Future<T> done : answers) {
          inOrder.add(answer(done));
        }
        return inOrder;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        threads.shutdownNow();
        throw new IOException("stopped while speaking to the registry", e);
      } catch (IOException | RuntimeException e) {
        threads.shutdownNow();
        throw e;
      }
    }
  }

  /** A task that waits for its turn among the large ones. */
  <T> Task<T> sized(long bytes, Task<T> task) {
    return bytes < LARGE
        ? task
        : () -> {
          largeOnes.acquire();
          try {
            return task.run();
          } finally {
            largeOnes.release();
          }
        };
  }

  private static <T> T answer(Future<T> task) throws IOException, InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case InterruptedException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IOException(e);
      }
    }
  }
}
