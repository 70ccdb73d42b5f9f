package dev.airgap.registry;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Cuts a request whose body makes too little progress: under a kibibyte a second, all through one
 * stall period. A total time would be wrong: twenty gigabytes over a line of a megabit take two
 * days, and are no fault. Once the body is sent, the head of the answer has the time of a commit.
 */
final class StallWatch implements AutoCloseable {
  private static final long BYTES_PER_SECOND = 1024;

  /** What {@link LongSupplier progress} says when all of the body is sent. */
  static final long DONE = Long.MAX_VALUE;

  private final Thread thread;
  private final Timing timing;
  private volatile String complaint = "";

  private StallWatch(LongSupplier progress, Runnable cut, Timing timing) {
    this.timing = timing;
    this.thread = Thread.ofVirtual().unstarted(() -> watch(progress, cut));
  }

  static StallWatch over(LongSupplier progress, Runnable cut, Timing timing) {
    StallWatch watch = new StallWatch(progress, cut, timing);
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
    return !complaint.isEmpty();
  }

  /** Why it cut the request. */
  String complaint() {
    return complaint;
  }

  private void watch(LongSupplier progress, Runnable cut) {
    try {
      long seen = progress.getAsLong();
      while (seen != DONE) {
        Thread.sleep(timing.stall());
        long now = progress.getAsLong();
        if (now - seen < floor(timing.stall())) {
          complaint = tooSlow(timing.stall());
          cut.run();
          return;
        }
        seen = now;
      }
      Thread.sleep(timing.commit());
      complaint = "no answer for %d s".formatted(timing.commit().toSeconds());
      cut.run();
    } catch (InterruptedException e) {
      // closed: this thread serves nothing else
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
