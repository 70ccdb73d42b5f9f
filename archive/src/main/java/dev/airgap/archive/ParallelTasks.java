package dev.airgap.archive;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** Runs tasks side by side; the first failure cancels the others and is what the caller sees. */
final class ParallelTasks {
  private final int parallel;
  private final ThreadFactory threads;

  /**
   * @param parallel how many run at once
   */
  ParallelTasks(int parallel, ThreadFactory threads) {
    this.parallel = parallel;
    this.threads = threads;
  }

  /** One piece of work; it may be interrupted when another one failed. */
  @FunctionalInterface
  interface Task {
    void run() throws IOException;
  }

  /** Starts the tasks in their order and returns when all of them have ended, one way or other. */
  void run(List<Task> tasks) throws IOException {
    try (ExecutorService pool = Executors.newFixedThreadPool(parallel, threads)) {
      CompletionService<Boolean> running = new ExecutorCompletionService<>(pool);
      for (Task task : tasks) {
        running.submit(() -> {
          task.run();
          return true;
        });
      }
      try {
        awaitAll(running, tasks.size());
      } catch (IOException | RuntimeException e) {
        pool.shutdownNow();
        throw e;
      }
    }
  }

  private static void awaitAll(CompletionService<Boolean> running, int count) throws IOException {
    try {
      for (int i = 0; i < count; i++) {
        running.take().get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IOException(e);
      }
    }
  }
}
