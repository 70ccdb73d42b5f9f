package dev.airgap.installer.check;

import dev.airgap.installer.cluster.ClusterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Looks that do not wait for each other, with one limit of time for all. What hangs, as a look-up
 * of a name can, is left behind on a thread that does not keep the program alive.
 */
record LooksSideBySide(Duration limit) {
  /** The findings in the order of the looks; each look has at least one. */
  List<Finding> all(List<Look> looks) throws ClusterException {
    ExecutorService threads =
        Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("look-", 0).factory());
    try {
      List<Future<List<Finding>>> running =
          threads.invokeAll(
              looks.stream().map(LooksSideBySide::task).toList(),
              limit.toMillis(),
              TimeUnit.MILLISECONDS);
      List<Finding> findings = new ArrayList<>();
      for (int i = 0; i < looks.size(); i++) {
        findings.addAll(ended(looks.get(i), running.get(i)));
      }
      return findings;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("stopped while looking at the site", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static java.util.concurrent.Callable<List<Finding>> task(Look look) {
    return look::findings;
  }

  private List<Finding> ended(Look look, Future<List<Finding>> running)
      throws InterruptedException {
    try {
      return running.get();
    } catch (CancellationException e) {
      return List.of(
          notSeen(look.check(), "it did not end within %d s".formatted(limit.toSeconds())));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ClusterException failure) {
        return List.of(notSeen(look.check(), String.valueOf(failure.getMessage())));
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static Finding notSeen(Check check, String why) {
    return Finding.yellow(
        check,
        check.word(),
        "could not be looked at: " + why,
        "look at it by hand, or give this user the right to read it and plan again");
  }
}
