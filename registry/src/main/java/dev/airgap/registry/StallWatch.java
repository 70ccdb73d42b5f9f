package dev.airgap.registry;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Cuts a request whose body makes too little progress: under a kibibyte a second, all through one
 * stall period. Ends with the request, or with the body. A total time would be wrong: twenty
 * gigabytes over a line of a megabit take two days, and are no fault.
 */
final class StallWatch implements AutoCloseable {
  private static final long BYTES_PER_SECOND = 1024;

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

  /** The least bytes that must pass in this time. */
  static long floor(Duration window) {
    return BYTES_PER_SECOND * window.toMillis() / 1000;
  }

  /** What is wrong, for a message. */
  static String tooSlow(Duration window) {
    return "less than %d bytes a second for %d s".formatted(BYTES_PER_SECOND, window.toSeconds());
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
      if (now - seen < floor(stall)) {
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
