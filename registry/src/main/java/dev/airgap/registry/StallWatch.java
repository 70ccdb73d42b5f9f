package dev.airgap.registry;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Cuts a request whose body makes no progress. Ends with the request, or with the body. */
final class StallWatch implements AutoCloseable {
  /** What {@link LongSupplier progress} says when there is nothing left to watch. */
  static final long DONE = Long.MAX_VALUE;

  private final Thread thread;
  private volatile boolean fired;

  private StallWatch(LongSupplier progress, Runnable cut, Duration stall) {
    this.thread = Thread.ofVirtual().unstarted(() -> watch(progress, cut, stall));
  }

  static StallWatch over(LongSupplier progress, Runnable cut, Duration stall) {
    StallWatch watch = new StallWatch(progress, cut, stall);
    watch.thread.start();
    return watch;
  }

  boolean hasFired() {
    return fired;
  }

  private void watch(LongSupplier progress, Runnable cut, Duration stall) {
    long seen = progress.getAsLong();
    while (seen != DONE) {
      try {
        Thread.sleep(stall);
      } catch (InterruptedException e) {
        return; // closed: this thread serves nothing else
      }
      long now = progress.getAsLong();
      if (now == seen) {
        fired = true;
        cut.run();
        return;
      }
      seen = now;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
