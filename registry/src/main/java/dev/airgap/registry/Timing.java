package dev.airgap.registry;

import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * Everything about time, so that tests need none of it.
 *
 * @param jitter between 0 and 1
 * @param stall how long a connection may carry under a kibibyte a second before it counts as
 *     broken, and how long the head of an answer may take
 * @param commit how long a registry may hash or copy before it answers a request with a body
 */
record Timing(
    Clock clock, Sleeper sleeper, DoubleSupplier jitter, Duration stall, Duration commit) {
  /** Waits. */
  @FunctionalInterface
  interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }

  private static final Duration COMMIT = Duration.ofMinutes(10);

  static final Timing REAL =
      new Timing(
          Clock.systemUTC(),
          Thread::sleep,
          () -> ThreadLocalRandom.current().nextDouble(),
          Duration.ofSeconds(60));

  Timing(Clock clock, Sleeper sleeper, DoubleSupplier jitter, Duration stall) {
    this(clock, sleeper, jitter, stall, COMMIT);
  }

  void pause(Duration time) throws InterruptedIOException {
    try {
      sleeper.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted");
      interrupted.initCause(e);
      throw interrupted;
    }
  }
}
